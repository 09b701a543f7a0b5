/** What infra/bin gives to a command. */
export interface CommandOptions {
  /** Root of the clone. */
  readonly root: string;
  /** What stood behind the command's name. */
  readonly args: readonly string[];
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP: stop everything that was started, then return. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Resolves with the exit code. What it throws is told in one sentence: a StackError as it is,
 * anything else with a log.
 */
export type Command = (options: CommandOptions) => Promise<number>;
