/**
 * How tabs of one origin talk: a channel that tells what happened to a task, and a claim that lets
 * one tab download.
 */

export interface TabMessage {
  readonly kind: string;
  readonly type: string;
  readonly taskId: string;
  /**
   * `started`: it runs now; `cleared`: its entity is gone, because it was taken, cancelled or
   * dismissed.
   */
  readonly what: 'started' | 'cleared';
}

export interface TabChannel {
  tell(message: TabMessage): void;
  close(): void;
}

const SILENT: TabChannel = { tell: () => undefined, close: () => undefined };

/**
 * Hears the other tabs of this origin that talk to the same API; outside browsers there are none.
 */
export function openTabChannel(baseUrl: string, hear: (message: TabMessage) => void): TabChannel {
  if (typeof document === 'undefined' || typeof BroadcastChannel === 'undefined') return SILENT;
  const channel = new BroadcastChannel(`longshore:${baseUrl}`);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => hear(data);
  return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
}

const CLAIMS = 'longshore:downloads:';
const CLAIM_LIFE_MS = 24 * 3_600_000;
/** Long enough for what one tab writes to storage to become visible to the others. */
const SETTLE_MS = 250;
const HOLD_MS = 5_000;

/**
 * True in exactly one tab per task. Web Locks decide where there are any, else the last of two
 * writers wins.
 */
export async function claimDownload(taskId: string): Promise<boolean> {
  const storage = storageOrNull();
  if (storage === null) return true;
  const key = CLAIMS + taskId;
  if (typeof navigator !== 'undefined' && navigator.locks !== undefined) {
    return claimByLock(navigator.locks, storage, key);
  }
  return claimByLastWriter(storage, key);
}

/**
 * Storage reaches other tabs a little later than locks do, so the winner keeps the lock for a
 * while.
 */
function claimByLock(locks: LockManager, storage: Storage, key: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const decide = (lock: Lock | null) => {
      const isMine = lock !== null && claimUnlessTaken(storage, key);
      resolve(isMine);
      return isMine ? new Promise((release) => setTimeout(release, HOLD_MS)) : undefined;
    };
    locks.request(key, { ifAvailable: true }, decide).catch(reject);
  });
}

function claimUnlessTaken(storage: Storage, key: string): boolean {
  if (storage.getItem(key) !== null) return false;
  forgetOldClaims(storage);
  storage.setItem(key, String(Date.now()));
  return true;
}

async function claimByLastWriter(storage: Storage, key: string): Promise<boolean> {
  if (storage.getItem(key) !== null) return false;
  const mine = `${Date.now()} ${Math.random()}`;
  storage.setItem(key, mine);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return storage.getItem(key) === mine;
}

function forgetOldClaims(storage: Storage): void {
  const keys = Object.keys(storage).filter((key) => key.startsWith(CLAIMS));
  for (const key of keys) {
    if (Number.parseInt(storage.getItem(key) ?? '0', 10) < Date.now() - CLAIM_LIFE_MS)
      storage.removeItem(key);
  }
}

/** Null outside browsers, and where the person forbids storage: reading it throws there. */
function storageOrNull(): Storage | null {
  if (typeof document === 'undefined') return null;
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
