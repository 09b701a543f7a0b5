/** The frame of a process: config, logger, `main`, and what `main` returns to close on SIGTERM or Ctrl-C. */
import pino, { type Logger } from 'pino';
import { EnvironmentError, type SharedConfig } from './environment.js';

interface AppOptions<Config> {
  readonly name: string;
  readonly config: () => Config;
  /** Resolves when the process serves; the result closes it. */
  readonly main: (config: Config, log: Logger) => Promise<() => Promise<void>>;
}

/** A start that fails ends the process with one line that says why. */
export async function runApp<Config extends SharedConfig>({ name, config: read, main }: AppOptions<Config>): Promise<void> {
  let log = pino({ name });
  try {
    const config = read();
    log = pino({ name, level: config.LOG_LEVEL });
    closeOnSignal(await main(config, log), log);
  } catch (error) {
    if (error instanceof EnvironmentError) log.fatal(`the environment is not right: ${error.message}`);
    else log.fatal({ err: error }, `${name} could not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function closeOnSignal(close: () => Promise<void>, log: Logger): void {
  const closeAndExit = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'closing');
    await close().catch((error: unknown) => log.warn({ err: error }, 'a part did not close cleanly'));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void closeAndExit(signal));
}
