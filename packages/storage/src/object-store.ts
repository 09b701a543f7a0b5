/** Files by key. Two stores implement it: MinIO/S3 and a directory; one conformance suite holds both. */
import type { Readable } from 'node:stream';

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

export interface PutOptions {
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export interface AddressOptions {
  /** Name under which a browser saves it, in any script. */
  readonly fileName: string;
  readonly expiresMs: number;
}

/**
 * Keys are `/`-separated ASCII segments (`exports/<task>/<attempt>`); a key is written once.
 * Every method throws AppError `store_unavailable` (retryable) when the store does not answer in time.
 */
export interface ObjectStore {
  /** Stores a stream of unknown size. All or nothing: on error or abort nothing stays behind and the source is destroyed. */
  put(key: string, source: Readable, options?: PutOptions): Promise<{ sizeBytes: number }>;
  /** Null when there is no such key. */
  stat(key: string): Promise<ObjectInfo | null>;
  /** Bytes [start, end) of the object as a stream; the whole object without a range. Throws AppError `file_gone`. */
  read(key: string, range?: { start: number; end: number }, signal?: AbortSignal): Promise<Readable>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
  /** Removes every object under `prefix/`, and unfinished uploads there. */
  removeAll(prefix: string): Promise<void>;
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** An address that a browser can fetch without a header until it expires; null: this store has none, serve it with `read`. */
  address(key: string, options: AddressOptions): Promise<string | null>;
  /** Throws when the store cannot be used: wrong address, wrong secret, bucket missing and not creatable. */
  ready(): Promise<void>;
}
