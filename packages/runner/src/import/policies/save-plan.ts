/**
 * How an import saves its rows: what its mode and its policy say to one set of questions. The rest
 * of the runner knows no mode and no policy by name.
 */
import type { ImportMode, ImportPolicy, UploadOptions } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';

export interface SavePlan {
  /** All rows are saved in one transaction, or else each chunk in one of its own. */
  readonly isOneTransaction: boolean;
  /** The result shows every row of the upload with its outcome. */
  readonly showsEveryRow: boolean;
  /** Once more rows than that have failed, no more is saved. */
  readonly mostFailed: number;
  /** The rows after that are tried all the same, so that all that is wrong is told. */
  readonly looksAtAll: boolean;
}

type ByMode = Pick<SavePlan, 'isOneTransaction' | 'showsEveryRow'>;
type ByPolicy = Pick<SavePlan, 'isOneTransaction' | 'mostFailed' | 'looksAtAll'>;

const MODES: Readonly<Record<ImportMode, ByMode>> = {
  chunked: { isOneTransaction: false, showsEveryRow: false },
  whole: { isOneTransaction: true, showsEveryRow: true },
};

const POLICIES: Readonly<Record<Extract<ImportPolicy, string>, ByPolicy>> = {
  skip: { isOneTransaction: false, mostFailed: Number.POSITIVE_INFINITY, looksAtAll: false },
  'all-or-nothing': { isOneTransaction: true, mostFailed: 0, looksAtAll: true },
};

const policyOf = (policy: ImportPolicy): ByPolicy =>
  typeof policy === 'string'
    ? POLICIES[policy]
    : { isOneTransaction: false, mostFailed: policy.maxErrors, looksAtAll: false };

/** Of one upload. */
export function savePlan(
  { mode, policies: [first] }: Pick<ImportExecutor, 'mode' | 'policies'>,
  { policy = first }: Pick<UploadOptions, 'policy'>,
): SavePlan {
  const { isOneTransaction, ...byPolicy } = policyOf(policy);
  const byMode = MODES[mode];
  return {
    ...byMode,
    ...byPolicy,
    isOneTransaction: isOneTransaction || byMode.isOneTransaction,
  };
}
