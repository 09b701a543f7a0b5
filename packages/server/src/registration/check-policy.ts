/** Refuses a policy that the type does not allow, before the file is read. */
import { AppError, type ImportPolicy } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';

/** Throws AppError invalid_params. */
export function checkPolicy(
  { policy }: { readonly policy?: ImportPolicy | undefined },
  { policies }: Pick<ImportExecutor, 'policies'>,
): void {
  if (policy === undefined || policies.some((one) => allows(one, policy))) return;
  const known = policies.map((one) => JSON.stringify(one)).join(', ');
  throw new AppError('invalid_params', {
    errors: [{ path: 'options.policy', message: `must be one of ${known}` }],
  });
}

/** Of `maxErrors` a smaller number, too. */
const allows = (declared: ImportPolicy, wanted: ImportPolicy): boolean =>
  typeof declared === 'object' && typeof wanted === 'object'
    ? wanted.maxErrors <= declared.maxErrors
    : declared === wanted;
