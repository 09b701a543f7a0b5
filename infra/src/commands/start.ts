/** `npm start`: the local stack, until Ctrl-C. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { rebuilt, servedBusiness } from '../served-business.js';
import { type Stack, startStack } from '../stack.js';
import { watchSources } from '../watch-sources.js';
import type { Command, CommandOptions } from './command.js';

const WORKERS = 2;
/** Tasks that run are handed back soon when the business was built anew. */
const GRACE_MS = '500';

export const start: Command = async ({ root, signal, say }) => {
  const served = await servedBusiness({ root, env: process.env, say, signal });
  const sources = sourcesOf(served);
  const env = sources === null ? served : { GRACE_MS, ...served };
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
  if (sources !== null) await followSources(sources, stack, { root, env, say, signal });
  if (!signal.aborted) await once(signal, 'abort');
  say('Stopping.');
  await stack.stop();
  return 0;
};

/** Of a business in a directory; null: nothing of it is built here. */
function sourcesOf({ BUSINESS = '' }: NodeJS.ProcessEnv): string | null {
  const sources = join(BUSINESS, 'src');
  return isAbsolute(BUSINESS) && existsSync(sources) ? sources : null;
}

/** Builds the business when its sources change, and starts API and workers anew. */
async function followSources(
  sources: string,
  stack: Stack,
  options: Omit<CommandOptions, 'args'> & { readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  await watchSources(sources, options.signal, async () => {
    const began = performance.now();
    if (!(await rebuilt(join(sources, '..'), options))) return;
    await stack.restartApps();
    options.say(`Serving the new version after ${Math.round(performance.now() - began)} ms.`);
  });
}

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
