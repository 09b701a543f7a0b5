/**
 * The system of the benches that go the whole way: a PostgreSQL of its own, the API, the bench's
 * business, a fresh worker for each task.
 */
import { mkdirSync, mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppProcess, downloadTo, startPostgres, waitUntil } from '@longshore/infra';
import pg from 'pg';
import { type System, startSystem } from '../../support/system.js';
import { cpuSeconds, peakMiB } from '../process-figures.js';
import { SALES } from './sale.mjs';

export interface Measured {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

export interface WholeSystem {
  /** For files of the bench. */
  readonly dir: string;
  readonly databaseUrl: string;
  exportSales(watch?: Watch): Promise<Measured>;
  /** Downloads what the export made. */
  download(): Promise<string>;
  importSales(file: string, watch?: Watch): Promise<Measured>;
  /** The same import into the same table, which keeps what an undo needs; and its undo. */
  importAndUndoSales(file: string): Promise<{ readonly kept: Measured; readonly undo: Measured }>;
  /** The same import, looked at first and confirmed at once; both by one worker. */
  lookAndImportSales(
    file: string,
    watch?: Watch,
  ): Promise<Measured & { readonly lookSeconds: number; readonly firstFiguresSeconds: number }>;
  stop(): Promise<void>;
}

export interface Watch {
  readonly env?: Readonly<Record<string, string>>;
  begin?(worker: AppProcess): void;
  end?(worker: AppProcess): Promise<void>;
}

export const ROWS = Number(process.env.ROWS ?? 1_000_000);
const RUN_TIMEOUT_MS = 900_000;
/** The bench asks for the status more often than a page may. */
const NO_LIMIT = 1_000_000;

export async function startWholeSystem(): Promise<WholeSystem> {
  const dir = mkdtempSync(join(tmpdir(), 'longshore-whole-'));
  mkdirSync(join(dir, 'postgres'));
  const postgres = await startPostgres({
    dir: join(dir, 'postgres'),
    temporary: true,
    unsafe: true,
  });
  const env = {
    BUSINESS: fileURLToPath(new URL('business.mjs', import.meta.url)),
    BENCH_ROWS: String(ROWS),
    RATE_LIMIT_PER_MINUTE: String(NO_LIMIT),
  };
  const system = await startSystem({ databaseUrl: postgres.url, workers: 0, env }).catch(
    async (error: unknown) => {
      await postgres.stop();
      throw error;
    },
  );
  await settle(system.databaseUrl);
  return {
    dir,
    databaseUrl: system.databaseUrl,
    exportSales: (watch) =>
      runTask(
        system,
        'export',
        async () => (await system.client().registerExportTask({ type: 'sales' })).taskId,
        watch,
      ),
    download: async () =>
      downloadTo(
        `${system.url}${(await system.status({ type: 'sales' })).url}`,
        join(dir, 'ours.xlsx'),
      ),
    importSales: async (file, watch) => {
      const upload = { type: 'sales', file: await openAsBlob(file), fileName: 'sales.xlsx' };
      const register = async () => (await system.client().registerImportTask(upload)).taskId;
      return runTask(system, 'import', register, watch);
    },
    importAndUndoSales: async (file) => {
      const upload = { type: 'kept-sales', file: await openAsBlob(file), fileName: 'sales.xlsx' };
      const client = system.client();
      let taskId = '';
      const kept = await runTask(system, 'import', async () => {
        taskId = (await client.registerImportTask(upload)).taskId;
        return taskId;
      });
      const register = async () => (await client.undoImport(taskId)).taskId;
      return { kept, undo: await runTask(system, 'undo', register) };
    },
    lookAndImportSales: async (file, watch) => {
      const upload = { type: 'sales', file: await openAsBlob(file), fileName: 'sales.xlsx' };
      const client = system.client();
      let [lookSeconds, firstFiguresSeconds] = [Number.NaN, Number.NaN];
      const register = async () => {
        const { taskId } = await client.registerImportTask({
          ...upload,
          options: { preview: true },
        });
        const began = performance.now();
        await waitUntil(
          () =>
            client.getPreview(taskId).then(
              () => true,
              () => false,
            ),
          {
            what: 'the first figures',
            timeoutMs: RUN_TIMEOUT_MS,
          },
        );
        firstFiguresSeconds = (performance.now() - began) / 1_000;
        const { phase } = await system.finished(taskId, { timeoutMs: RUN_TIMEOUT_MS });
        if (phase !== 'previewed') throw new Error(`The preview ended as ${phase}.`);
        lookSeconds = await attemptSeconds(system, taskId);
        await client.confirmImport(taskId);
        return taskId;
      };
      const measured = await runTask(system, 'import', register, watch);
      return { ...measured, lookSeconds, firstFiguresSeconds };
    },
    stop: async () => {
      await system.stop();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Else whoever reads the new table first does the server's clean-up after its making. */
async function settle(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`VACUUM ANALYZE ${SALES}`);
  await client.query('CHECKPOINT');
  await client.end();
}

/**
 * One task in a fresh worker. Time is that of its attempts in the ledger; memory is the most the
 * worker ever had.
 */
async function runTask(
  system: System,
  what: string,
  register: () => Promise<string>,
  { env, begin, end }: Watch = {},
): Promise<Measured> {
  const worker = await system.startWorker(env);
  begin?.(worker);
  const cpuBefore = cpuSeconds(worker.pid);
  const taskId = await register();
  const { phase, counts } = await system.finished(taskId, { timeoutMs: RUN_TIMEOUT_MS });
  const measured = { cpuSeconds: cpuSeconds(worker.pid) - cpuBefore, peakMiB: peakMiB(worker.pid) };
  await end?.(worker);
  await worker.stop();
  if (phase !== 'succeeded' || counts?.succeeded !== ROWS)
    throw new Error(`The ${what} ended as ${phase}, ${counts?.succeeded} rows of ${ROWS}.`);
  return { rows: ROWS, seconds: await attemptSeconds(system, taskId), ...measured };
}

async function attemptSeconds(system: System, taskId: string): Promise<number> {
  const { attempts } = await system.record(taskId);
  const ms = attempts.map(
    ({ endedAt, startedAt }) => Date.parse(endedAt ?? '') - Date.parse(startedAt),
  );
  return ms.reduce((sum, one) => sum + one, 0) / 1_000;
}
