/**
 * What a command tells the person when it cannot go on: one sentence that says what is wrong and
 * what to do.
 */
export class StackError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StackError';
  }
}
