/**
 * The line of the business's own source at which something failed: what its author looks for first.
 * Used by fault.ts.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `    at rows (file:///srv/shop/dist/executors/exports/orders.js:12:5)`: the place of a frame. */
const PLACE = /\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/;

/**
 * `executors/exports/orders.ts:12:5`, by the stacks of the error and of what caused it, the first
 * cause first; undefined: no frame is in `folder`.
 */
export function sourceLine(error: unknown, folder: string): string | undefined {
  return stacksOf(error)
    .reverse()
    .flatMap((stack) => stack.split('\n').slice(1))
    .map((frame) => placeIn(frame, folder))
    .find((place) => place !== undefined);
}

function stacksOf(error: unknown): string[] {
  const stacks: string[] = [];
  const met = new Set<unknown>();
  for (let cause = error; cause instanceof Error && !met.has(cause); cause = cause.cause) {
    met.add(cause);
    stacks.push(cause.stack ?? '');
  }
  return stacks;
}

function placeIn(frame: string, folder: string): string | undefined {
  const [, file = '', line, column] = PLACE.exec(frame.trim()) ?? [];
  const path = file.startsWith('file://') ? fileURLToPath(file) : file;
  if (!path.startsWith(folder) || path.includes('/node_modules/')) return undefined;
  return `${relative(folder, path)}:${line}:${column}`;
}
