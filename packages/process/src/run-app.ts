/**
 * The frame of a process: config, logger, `main`, and what `main` returns to close on SIGTERM or
 * Ctrl-C.
 */
import pino, { type Logger } from 'pino';
import type { SharedConfig } from './environment.js';
import { EnvironmentError } from './environment-error.js';
import { startTracing } from './start-tracing.js';

interface AppOptions<Config> {
  readonly name: string;
  readonly config: () => Config;
  /** How long what goes on may go on after SIGTERM. */
  readonly graceMs: (config: Config) => number;
  /** Resolves when the process serves; the result closes it. */
  readonly main: (config: Config, log: Logger) => Promise<() => Promise<void>>;
}

/** A start that fails ends the process with one line that says why. */
export async function runApp<Config extends SharedConfig>({
  name,
  config: read,
  graceMs,
  main,
}: AppOptions<Config>): Promise<void> {
  let log = createLog(name);
  try {
    const config = read();
    log = createLog(name, config.LOG_LEVEL);
    const tracing = await startTracing(name, process.env);
    const close = await main(config, log);
    const closeAll = () => close().finally(tracing.close);
    closeOnSignal(closeAll, log, graceMs(config) + LONGEST_CLOSE_MS);
  } catch (error) {
    if (error instanceof EnvironmentError)
      log.fatal(`the environment is not right: ${error.message}`);
    else
      log.fatal(
        { err: error },
        `${name} could not start: ${error instanceof Error ? error.message : String(error)}`,
      );
    process.exit(1);
  }
}

/** Errors of drivers carry rows and commands with them: only what helps a developer is logged. */
const SECRET = ['authorization', 'cookie', 'password', 'secretKey', 'token'];
const redact = [...SECRET, ...SECRET.map((name) => `*.${name}`)];

function createLog(name: string, level = 'info'): Logger {
  return pino({ name, level, serializers: { err: describeError }, redact });
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name: type, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return {
    type,
    message,
    ...code,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/**
 * Whoever hangs longer than this after the grace is ended: its runs are taken over when their locks
 * lapse.
 */
const LONGEST_CLOSE_MS = 20_000;

function closeOnSignal(close: () => Promise<void>, log: Logger, longestMs: number): void {
  const closeAndExit = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'closing');
    setTimeout(() => process.exit(1), longestMs).unref();
    await close().catch((error: unknown) =>
      log.warn({ err: error }, 'a part did not close cleanly'),
    );
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void closeAndExit(signal));
}
