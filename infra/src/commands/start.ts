/** `npm start`: the local stack, until Ctrl-C. */
import { once } from 'node:events';
import { servedBusiness } from '../served-business.js';
import { type Stack, startStack } from '../stack.js';
import type { Command } from './command.js';

const WORKERS = 2;

export const start: Command = async ({ root, signal, say }) => {
  const env = await servedBusiness({ root, env: process.env, say, signal });
  say(
    env.BUSINESS
      ? `Starting with the business ${env.BUSINESS}.`
      : 'Starting (the first start seeds a million orders, about half a minute).',
  );
  const stack = await startStack({
    root,
    name: 'start',
    keep: true,
    workers: WORKERS,
    say,
    signal,
    env,
  });
  for (const line of describe(stack)) say(line);
  if (!signal.aborted) await once(signal, 'abort');
  say('Stopping.');
  await stack.stop();
  return 0;
};

function describe({ address, store, logDir, processes }: Stack): string[] {
  const places = {
    page: address,
    API: `${address}/api`,
    docs: `${address}/docs`,
    store,
    logs: logDir,
  };
  return [
    '',
    ...Object.entries(places).map(([name, place]) => `${name.padEnd(6)}${place}`),
    '',
    ...processes().map(({ name, pid }) => `${name} pid ${pid}`),
    '',
    'Ctrl-C stops all of it.',
  ];
}
