/** Addresses of a task's files, made for one answer. */

import { signFile } from './file-token.js';
import type { Services } from './services.js';
import type { Address } from './task-result.js';

/** `/api/files/<token>`, valid until the task expires; absolute when PUBLIC_URL is set. */
export const fileAddress =
  ({ config, signingKey }: Pick<Services, 'config' | 'signingKey'>): Address =>
  ({ taskId, attempt, expiresAt }, file) =>
    `${config.PUBLIC_URL ?? ''}/api/files/${signFile({ taskId, attempt, file, expiresAt }, signingKey)}`;
