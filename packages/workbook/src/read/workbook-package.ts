/**
 * The parts of a workbook and how they refer to each other (ECMA-376 part 2): transitional and
 * strict, whatever they are called.
 */
import type { BookSource } from '../book-source.js';
import type { ReadLimits } from '../limits.js';
import { WorkbookError } from '../workbook-error.js';
import { readDirectory, type ZipEntry } from '../zip/central-directory.js';
import { entryBytes } from '../zip/entry-bytes.js';
import { type PartElement, visitElements } from './part-elements.js';

export interface Relationship {
  readonly id: string;
  /** Last word of its type: `worksheet`, `styles`. */
  readonly type: string;
  /** Name of the part in the archive. */
  readonly part: string;
}

export class WorkbookPackage {
  readonly #source: BookSource;
  readonly #limits: ReadLimits;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  private constructor(source: BookSource, limits: ReadLimits, entries: readonly ZipEntry[]) {
    this.#source = source;
    this.#limits = limits;
    this.#entries = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  }

  static async open(source: BookSource, limits: ReadLimits): Promise<WorkbookPackage> {
    return new WorkbookPackage(source, limits, await readDirectory(source, limits));
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  /** Throws WorkbookError `missing_part`, or what is wrong with its bytes. */
  bytes(part: string, maxBytes: number, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(part.toLowerCase());
    if (entry === undefined) throw missing(part);
    return entryBytes(this.#source, entry, { limits: this.#limits, maxBytes, signal });
  }

  get maxPartBytes(): number {
    return this.#limits.maxPartBytes;
  }

  /** Calls `visit` for each element of a part of at most `maxBytes`, none of them kept. */
  visit(
    part: string,
    visit: (element: PartElement) => void,
    maxBytes: number = this.#limits.maxSmallPartBytes,
  ): Promise<void> {
    const chunks = this.bytes(part, maxBytes);
    return visitElements({ part, chunks, limits: this.#limits }, visit);
  }

  /**
   * The elements of these names. They stand for entries of the archive, so there cannot be more of
   * them.
   */
  async elements(part: string, names: readonly string[]): Promise<PartElement[]> {
    const elements: PartElement[] = [];
    await this.visit(part, (element) => {
      if (!names.includes(element.name)) return;
      if (elements.length === this.#limits.maxEntries) throw tooMany(part, this.#limits.maxEntries);
      elements.push(element);
    });
    return elements;
  }

  /**
   * Relationships of a part, of the whole archive for the empty name; none when it has no such list
   * (part 2, 9.3).
   */
  async relationships(part: string): Promise<Relationship[]> {
    const slash = part.lastIndexOf('/') + 1;
    const list = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
    if (!this.has(list)) return [];
    const elements = await this.elements(list, ['Relationship']);
    return elements.flatMap(({ attributes }) => {
      if (attributes.get('TargetMode') === 'External') return [];
      const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attributes.get(key) ?? '');
      return [
        {
          id: id ?? '',
          type: (type ?? '').split('/').at(-1) ?? '',
          part: resolvePart(part.slice(0, slash), target ?? ''),
        },
      ];
    });
  }
}

/**
 * Targets are relative to the part's folder, or absolute; some programs write `\` or escape
 * characters.
 */
function resolvePart(folder: string, target: string): string {
  const path = decoded(target).replaceAll('\\', '/');
  const segments: string[] = [];
  for (const segment of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

function decoded(target: string): string {
  return /%[0-9a-f]{2}/i.test(target)
    ? target.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
        Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
      )
    : target;
}

const tooMany = (part: string, limit: number): WorkbookError =>
  new WorkbookError({
    code: 'too_many_entries',
    message: `Part "${part}" lists more than ${limit} parts or sheets; save the workbook with fewer of them.`,
  });

export const missing = (part: string): WorkbookError =>
  new WorkbookError({
    code: 'missing_part',
    message: `The archive has no part "${part}", which the workbook needs; save the workbook again.`,
  });
