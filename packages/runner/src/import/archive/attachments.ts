/** The files of an archive that are no tables, by the names that cells hold. */
import { Readable } from 'node:stream';
import type { Attachments } from '@longshore/executors';
import type { ZipFile } from '@longshore/workbook';

/** What stands beside the tables of an upload. */
export interface AttachedFiles {
  /** `missing`: no file has the name; `unclear`: several have, in different folders. */
  find(name: string): ZipFile | 'missing' | 'unclear';
  /** Takes the names of all cells in the first pass over the upload. */
  note(name: string): void;
  /** Files that no cell named in the first pass. */
  unused(): readonly string[];
}

/** Of an upload that is no archive. */
export const NO_ATTACHMENTS: AttachedFiles = {
  find: () => 'missing',
  note: () => {},
  unused: () => [],
};

export function attachedFiles(files: readonly ZipFile[]): AttachedFiles {
  const byPath = new Map<string, ZipFile>();
  const byName = new Map<string, ZipFile[]>();
  for (const file of files) {
    const path = folded(file.name);
    byPath.set(path, file);
    const name = withoutFolder(path);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const named = new Set<ZipFile>();
  const find = (text: string): ZipFile | 'missing' | 'unclear' => {
    const path = folded(text);
    const whole = byPath.get(path);
    if (whole !== undefined) return whole;
    const [first, ...others] = path.includes('/') ? [] : (byName.get(path) ?? []);
    if (first === undefined) return 'missing';
    return others.length === 0 ? first : 'unclear';
  };
  return {
    find,
    note: (text) => {
      const found = find(text);
      if (typeof found !== 'string') named.add(found);
    },
    unused: () => files.filter((file) => !named.has(file)).map(({ name }) => name),
  };
}

/** As `save` of an executor gets them. */
export const openedBy = (attached: AttachedFiles, signal: AbortSignal): Attachments => ({
  open: (name) => {
    const file = attached.find(name);
    if (typeof file === 'string')
      throw new Error(`attachments.open: the archive has no one file named ${name}: ${file}`);
    return Readable.from(file.bytes({ signal }), { objectMode: false });
  },
});

/** macOS takes accents apart, Windows writes `\`, and people write names in either case. */
const folded = (name: string): string =>
  name
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .normalize('NFC')
    .toLowerCase();

const withoutFolder = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
