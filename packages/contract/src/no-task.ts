/** The polling answer where there is no task. */
import type { Language } from './languages.js';
import { message } from './messages.js';
import { STATUS } from './phases.js';
import { POLL } from './poll-pace.js';
import type { TaskResultOut } from './schemas.js';

/** Status 0: every other field is there and null. */
export function noTask(language: Language): TaskResultOut {
  return {
    status: STATUS.none,
    message: message('none', language),
    url: null,
    state: false,
    taskId: null,
    kind: null,
    type: null,
    phase: null,
    attempt: null,
    progress: null,
    counts: null,
    issuesUrl: null,
    notices: null,
    timeZone: null,
    fileName: null,
    registeredAt: null,
    expiresAt: null,
    pollAfterMs: POLL.slowMs,
  };
}
