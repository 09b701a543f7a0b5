/**
 * Which imports a person has in sight, and which were under way when this browser saw them last:
 * the end of one that nobody saw is told once, also after a reload.
 */
const CHANGE = 'longshore:imports';
const AWAITED = 'longshore:awaited-imports';
const MOST_AWAITED = 50;

const inSight = new Set<string>();

/** The import's dialog, or its page, shows it. Returns what takes it out of sight. */
export function seeImport(taskId: string): () => void {
  inSight.add(taskId);
  window.dispatchEvent(new Event(CHANGE));
  return () => void inSight.delete(taskId);
}

/** Called when an import may have begun. */
export function onImports(listener: () => void): () => void {
  window.addEventListener(CHANGE, listener);
  return () => window.removeEventListener(CHANGE, listener);
}

/** It is under way: its end is to be told. */
export function awaitEnd(taskId: string): void {
  const awaited = awaitedImports();
  if (!awaited.includes(taskId)) write([...awaited, taskId].slice(-MOST_AWAITED));
}

/** Whether its end is to be told now; true once. */
export function takeUntold(taskId: string): boolean {
  const awaited = awaitedImports();
  if (!awaited.includes(taskId)) return false;
  write(awaited.filter((one) => one !== taskId));
  return !inSight.has(taskId);
}

/** Ids; none where the person forbids storage. */
export function awaitedImports(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(AWAITED) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : [];
  } catch (error) {
    // what another program wrote there, or a storage that is closed
    if (error instanceof SyntaxError || error instanceof DOMException) return [];
    throw error;
  }
}

function write(awaited: readonly string[]): void {
  try {
    window.localStorage.setItem(AWAITED, JSON.stringify(awaited));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
