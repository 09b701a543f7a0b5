/**
 * Parts of a newest-first listing, one of each bucket, as one page. Pure; used by the store's list.
 */

export interface ListPart {
  /** Matching ids, newest first. */
  readonly ids: readonly string[];
  /** Everything newer than this id, and this id itself, was looked at; null: everything. */
  readonly walkedTo: string | null;
}

export interface MergedPage {
  readonly ids: string[];
  readonly nextCursor: string | null;
}

/**
 * An id goes onto the page only if no part can still hold a newer one. `nextCursor` is the id below
 * which the next page begins;
 * null when nothing is left.
 */
export function mergeParts(parts: readonly ListPart[], limit: number): MergedPage {
  const floor = parts.reduce(
    (highest, { walkedTo }) => (walkedTo !== null && walkedTo > highest ? walkedTo : highest),
    '',
  );
  const found = parts.flatMap(({ ids }) => ids);
  const sure = found.filter((id) => id >= floor).sort((a, b) => (a < b ? 1 : -1));
  const ids = sure.slice(0, limit);
  if (ids.length < sure.length) return { ids, nextCursor: ids.at(-1) ?? null };
  return { ids, nextCursor: floor === '' ? null : floor };
}

/**
 * The parts that can still hold an id of the page that holds all that match: those that were not
 * looked at as far as the last of the newest `limit` ids found.
 */
export function partsBehind<Part extends ListPart>(parts: readonly Part[], limit: number): Part[] {
  const found = parts.flatMap(({ ids }) => ids).sort((a, b) => (a < b ? 1 : -1));
  const last = found[limit - 1] ?? '';
  return parts.filter(({ walkedTo }) => walkedTo !== null && walkedTo > last);
}
