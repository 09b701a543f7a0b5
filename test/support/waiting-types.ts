/** Types of the waiting business, written for one system: there may be a thousand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtBusiness, builtFile } from './built-business.js';

const EXECUTOR = pathToFileURL(builtFile('waiting-business/waiting-export.js')).href;

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
      BUSINESS: builtBusiness('waiting-business'),
      WAITING_EXECUTORS: directory,
      WAIT_MS: String(waitMs),
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
