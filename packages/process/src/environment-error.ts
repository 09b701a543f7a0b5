/** What is wrong with the environment. Thrown by whatever reads variables. */

/**
 * A start that cannot go on: `message` names each variable and what is wrong with it, a line each.
 */
export class EnvironmentError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'EnvironmentError';
  }
}
