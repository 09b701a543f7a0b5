/** Types of the waiting business, written for one system: there may be a thousand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./waiting-business/', import.meta.url);
const EXECUTOR = new URL('waiting-export.ts', FOLDER).href;

interface WaitingType {
  readonly type: string;
  readonly maxRunning?: number;
}

export interface WaitingTypes {
  /** For the system whose business they are. */
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** `waitMs`: how long a task takes. */
export function writeWaitingTypes(types: readonly WaitingType[], waitMs: number): WaitingTypes {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-waiting-'));
  mkdirSync(join(directory, 'exports'));
  for (const { type, maxRunning } of types)
    writeFileSync(
      join(directory, 'exports', `${type}.mjs`),
      `import { waitingExport } from '${EXECUTOR}';
export default waitingExport('${type}', ${maxRunning});
`,
    );
  return {
    env: {
      BUSINESS: fileURLToPath(new URL('business.ts', FOLDER)),
      NODE_OPTIONS: '--import tsx',
      WAITING_EXECUTORS: directory,
      WAIT_MS: String(waitMs),
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
