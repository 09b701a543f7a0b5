/** The faults of the suite: each file of `faults/`, by its name. */
import { readdirSync } from 'node:fs';
import type { Fault } from './fault.js';

const FOLDER = new URL('./faults/', import.meta.url);

export interface NamedFault extends Fault {
  readonly name: string;
}

export async function everyFault(): Promise<NamedFault[]> {
  const files = readdirSync(FOLDER).sort();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, FOLDER).href)) as { default: Fault };
      return { name: file.replace(/\.ts$/, ''), ...module.default };
    }),
  );
}
