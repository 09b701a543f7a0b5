/**
 * A business that cannot be served: thrown while it is defined or loaded, so that the start stops.
 * The message says what to do.
 */
export class BusinessError extends Error {
  readonly code = 'invalid_business';

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'BusinessError';
  }
}
