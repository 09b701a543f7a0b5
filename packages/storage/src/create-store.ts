/** Chooses the store by configuration; used by the apps at their start. */
import { createDiskStore, type DiskStoreOptions } from './disk-store.js';
import type { ObjectStore } from './object-store.js';
import type { S3Options } from './s3-client.js';
import { createS3Store } from './s3-store.js';

/** Which store to open: an S3 server, or a directory. */
export type StoreConfig = { readonly s3: S3Options } | DiskStoreOptions;

/** Nothing is opened yet: `ready()` says whether the store can be used. */
export const createStore = (config: StoreConfig): ObjectStore =>
  's3' in config ? createS3Store(config.s3) : createDiskStore(config);
