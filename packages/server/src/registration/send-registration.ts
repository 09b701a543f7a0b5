/**
 * The answer to a registration: 202 with where to look and when, or 200 with the live task's id.
 */
import { POLL } from '@longshore/contract';
import type { Response } from 'express';
import { baseAddress } from '../http/base-address.js';
import { requestIdOf } from '../http/request-id.js';
import type { CentreServices } from '../services.js';
import type { Registered } from './register-task.js';

export function sendRegistration(
  res: Response,
  { isAccepted, body }: Registered,
  services: Pick<CentreServices, 'publicUrl' | 'log'>,
): void {
  const requestId = requestIdOf(res.req);
  services.log.info({ requestId, taskId: body.taskId, isNew: isAccepted }, 'registration');
  if (isAccepted)
    res
      .status(202)
      .location(`${baseAddress(res.req, services)}/api/tasks/${body.taskId}`)
      .set('Retry-After', String(POLL.quickMs / 1_000));
  res.json(body);
}
