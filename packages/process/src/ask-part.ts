/**
 * Asks whether a part answers. Used by readiness of API and worker, and by the worker's circuits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '@longshore/contract';
import type { Services } from './open-services.js';

const ANSWER_MS = 2_000;

const QUESTIONS: {
  readonly [P in Part]: (services: Pick<Services, 'tasks' | 'store' | 'business'>) => Promise<void>;
} = {
  redis: ({ tasks }) => tasks.probeWrite(),
  store: ({ store }) => store.ready(),
  database: ({ business }) => business.database.ready(),
};

/** Throws what the part throws, and when it is silent for two seconds. */
export async function askPart(
  part: Part,
  services: Pick<Services, 'tasks' | 'store' | 'business'>,
): Promise<void> {
  const answered = new AbortController();
  const late = sleep(ANSWER_MS, undefined, { ref: false, signal: answered.signal }).then(() => {
    throw new Error(`no answer within ${ANSWER_MS} ms`);
  });
  try {
    await Promise.race([QUESTIONS[part](services), late]);
  } finally {
    late.catch(() => {}); // the race is over
    answered.abort();
  }
}
