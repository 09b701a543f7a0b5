/**
 * Files by key. Two stores implement it: MinIO/S3 and a directory; one conformance suite holds
 * both.
 */
import type { Readable } from 'node:stream';

/** Size and time of a stored object. */
export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** Content type of a new object, and the signal that breaks the upload off. */
export interface PutOptions {
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  readonly unfinished?: Unfinished;
}

/** What becomes of a put that does not end, where another process is to go on with its bytes. */
export interface Unfinished {
  /** Hears how far the put is, each time that further bytes are safe. */
  onKept(kept: KeptBytes): void;
  /** Asked when the put fails: true leaves what is stored for `readKept`. */
  isLeft(): boolean;
}

/** The first bytes of an unfinished put, as JSON can hold them. */
export interface KeptBytes {
  readonly key: string;
  readonly sizeBytes: number;
  /** The store's own name of the unfinished put. */
  readonly upload: string;
  /** What the store answered to each part. */
  readonly parts: readonly string[];
}

/** What a download address says: file name, life in seconds. */
export interface AddressOptions {
  /** Name under which a browser saves it, in any script; its extension gives the content type. */
  readonly fileName: string;
  /** Rounded up to whole seconds; at most 7 days. */
  readonly expiresMs: number;
}

/**
 * Keys are `/`-separated ASCII segments (`results/<task>/<attempt>/<file>`, see object-key.ts); a
 * key is written once, and no key is a folder of another. Every method throws AppError
 * `store_unavailable`, which is retryable when the store did not answer in time or failed, and not
 * when it refused (credentials, rights), or `store_full`. The first error stays as its cause.
 */
export interface ObjectStore {
  /**
   * Stores a stream of unknown size. All or nothing: on error or abort nothing stays behind, unless
   * `unfinished` says so, and the source is destroyed.
   * An error of the source, and the reason of an abort, are thrown as they are.
   */
  put(key: string, source: Readable, options?: PutOptions): Promise<{ sizeBytes: number }>;
  /**
   * The first `endBytes` bytes of an unfinished put, which fails by this if it still runs. Null
   * when the bytes it told of are not all there any more.
   */
  readKept(kept: KeptBytes, endBytes: number, signal?: AbortSignal): Promise<Readable | null>;
  /** Null when there is no such key. */
  stat(key: string): Promise<ObjectInfo | null>;
  /**
   * Bytes [start, end) of the object, as far as it has them; the whole object without a range.
   * Throws AppError `file_gone`.
   */
  read(
    key: string,
    range?: { start: number; end: number },
    signal?: AbortSignal,
  ): Promise<Readable>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
  /** Removes every object under `prefix/`, and unfinished uploads there. */
  removeAll(prefix: string): Promise<void>;
  /**
   * Removes what killed processes left of uploads, under each key that `isAbandoned` says yes to.
   * The caller decides by records of its own: the dates that a store tells are not to be trusted.
   */
  removeUnfinished(isAbandoned: (key: string) => boolean | Promise<boolean>): Promise<void>;
  /** Every object under `prefix/`, in no particular order; all objects when `prefix` is empty. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /**
   * An address that a browser can fetch without a header until it expires; null: this store has
   * none, serve it with `read`.
   * Throws AppError `file_gone`.
   */
  address(key: string, options: AddressOptions): Promise<string | null>;
  /**
   * Throws when the store cannot be used: wrong address, wrong secret, bucket missing and not
   * creatable.
   */
  ready(): Promise<void>;
  /**
   * Tries once what files need (a part border, listing, removal) and throws AppError
   * `store_unavailable`, not retryable, that names what the store cannot do. For the start of a
   * process, after `ready`.
   */
  check(): Promise<void>;
}
