/** The door: files by key, in MinIO/S3 or in a directory. */
export { contentDisposition } from './content-disposition.js';
export { contentTypeOf } from './content-type.js';
export { createStore, type StoreConfig } from './create-store.js';
export { createDiskStore, type DiskStoreOptions } from './disk-store.js';
export type {
  AddressOptions,
  KeptBytes,
  ObjectInfo,
  ObjectStore,
  PutOptions,
  Unfinished,
} from './object-store.js';
export type { S3Options } from './s3-client.js';
export type { S3Role } from './s3-role.js';
export { createS3Store } from './s3-store.js';
