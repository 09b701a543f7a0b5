/** How a business says no in the middle of its code. */
import { AppError } from '@longshore/contract';

/**
 * Throws AppError business_refused: trying again changes nothing, so it is not tried again.
 * `reason`: a sentence for people.
 */
export function refuse(reason: string): never {
  throw new AppError('business_refused', { values: { reason } });
}
