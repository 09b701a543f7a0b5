/**
 * Params of an export that are too long for its task, such as 100,000 ids: stored beside it, so
 * that whoever reads the task reads little. Used by register-export.ts.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ObjectStore } from '@longshore/storage';
import { canonicalJson, type NewExport } from '@longshore/tasks';

type Params = NewExport['params'];

/** Bytes of JSON. */
const MOST_IN_TASK = 16 * 1_024;
const FIRST_VALUES = 20;
const FIRST_CHARACTERS = 200;

export const areLong = (params: Params): boolean =>
  Buffer.byteLength(JSON.stringify(params)) > MOST_IN_TASK;

/** Stores them, and gives what the task holds instead. */
export async function storeParams(
  key: string,
  params: Params,
  store: Pick<ObjectStore, 'put'>,
): Promise<Pick<NewExport, 'params' | 'storedParams'>> {
  const json = canonicalJson(params);
  await store.put(key, Readable.from([Buffer.from(json)], { objectMode: false }));
  const sha256 = createHash('sha256').update(json).digest('hex');
  return { params: beginningOf(params), storedParams: { key, sha256, lengths: lengthsOf(params) } };
}

const lengthsOf = (params: Params): Record<string, number> =>
  Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) =>
      Array.isArray(value) && value.length > FIRST_VALUES ? [[name, value.length]] : [],
    ),
  );

const beginningOf = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, beginning(value)]));

function beginning(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, FIRST_VALUES).map(cut);
  return cut(value);
}

/** What is no list is seldom long; then it is told as text. */
function cut(value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > FIRST_CHARACTERS ? `${text.slice(0, FIRST_CHARACTERS)}…` : value;
}
