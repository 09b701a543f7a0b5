/** The bytes of a file that a run stored. */
import { buffer } from 'node:stream/consumers';
import type { StoredFile } from '@longshore/tasks';
import type { Tested } from './tested.js';

export const storedBytes = async (
  { key }: StoredFile,
  { store }: Pick<Tested, 'store'>,
): Promise<Uint8Array> => Uint8Array.from(await buffer(await store.read(key)));
