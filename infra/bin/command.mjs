/**
 * One command from start to end: prepares the clone, runs the command from infra/dist, and tells
 * failures in one sentence.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const PARENT_EVERY_MS = 500;
const COMMANDS = [
  'demo',
  'start',
  'test',
  'bench',
  'faults',
  'compat',
  'fuzz',
  'packages',
  'versions',
  'release',
  'new',
  'longshore',
];

/** @param {readonly string[]} args */
export async function run([name, ...args]) {
  if (!COMMANDS.includes(name)) return leave(1, `Say which command: ${COMMANDS.join(', ')}.`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => stop.abort(signal));
  process.stdout.on('error', () => stop.abort('nobody reads any more')); // npm start | head
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => stop.abort('npm is gone'));
  try {
    await prepare({ root: ROOT, signal: stop.signal });
    const command = await import(`../dist/commands/${name}.js`);
    leave(await command[name]({ root: ROOT, args, signal: stop.signal, say: console.log }));
  } catch (error) {
    if (stop.signal.aborted) leave(130, 'Stopped.');
    else leave(1, sentenceOf(error, name));
  }
}

/** A killed npm cannot pass a signal on; the system then gives its child another parent. */
function whenOrphaned(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, PARENT_EVERY_MS);
  watch.unref();
}

function leave(code, line) {
  if (line !== undefined) console.error(line);
  process.exit(code);
}

/**
 * What is meant for a person is said as it is; anything else goes to a log, because a stack trace
 * helps nobody here.
 */
function sentenceOf(error, name) {
  if (error?.name === 'StackError') return error.message;
  const log = join(ROOT, '.longshore', 'logs', `${name}-error.log`);
  mkdirSync(dirname(log), { recursive: true });
  appendFileSync(log, `${new Date().toISOString()} ${error?.stack ?? error}\n`);
  return `${name} failed: ${String(error?.message ?? error).split('\n')[0]} (details: ${log})`;
}
