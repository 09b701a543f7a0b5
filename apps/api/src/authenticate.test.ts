import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { authenticateBy } from './authenticate.js';
import { readConfig } from './config.js';

const roleOf = async (env: NodeJS.ProcessEnv, headers: Record<string, string>) =>
  (
    await authenticateBy(readConfig({ REDIS_URL: 'redis://127.0.0.1', AUTH_MODE: 'dev', ...env }))({
      headers,
    } as unknown as IncomingMessage)
  )?.role;

test('on one’s own machine a caller has the role of the call, else the one of the environment', async () => {
  expect(await roleOf({}, {})).toBeUndefined();
  expect(await roleOf({ DEV_ROLE: 'operator' }, {})).toBe('operator');
  expect(await roleOf({ DEV_ROLE: 'operator' }, { 'x-role': 'clerk' })).toBe('clerk');
});
