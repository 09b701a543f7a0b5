/**
 * Makes a clone runnable: installs what the lock file says, builds what changed. One process at a
 * time; the others wait.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const TAIL_LINES = 15;
const QUIET_MS = 2_000;

/**
 * @param {{ root: string, signal: AbortSignal }} options Throws an error named StackError, whose
 * message is for a person.
 */
export async function prepare({ root, signal }) {
  const logDir = join(root, '.longshore', 'logs');
  mkdirSync(logDir, { recursive: true });
  const unlock = await lock(join(root, '.longshore', 'prepare.lock'), signal);
  try {
    if (!isInstalled(root)) await install({ root, logDir, signal });
    await build({ root, logDir, signal });
  } finally {
    unlock();
  }
}

/**
 * Compares contents, because git sets times anew: npm ci ran here for this lock file, or all it
 * asks for is there.
 */
function isInstalled(root) {
  if (readOr(stampFile(root), '') === lockHash(root)) return true;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const found = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || found === null) return false;
  return Object.entries(wanted).every(([path, { optional, devOptional, link, version }]) => {
    if (optional || devOptional || !path.startsWith('node_modules/')) return true;
    return link ? found[path]?.link === true : found[path]?.version === version;
  });
}

const stampFile = (root) => join(root, 'node_modules', '.longshore-installed');
const lockHash = (root) =>
  createHash('sha256')
    .update(readOr(join(root, 'package-lock.json'), ''))
    .digest('hex');

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

async function install({ root, logDir, signal }) {
  console.log('Installing packages with npm ci (about half a minute, the first time only).');
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  await runQuietly({
    command: [
      ...npm,
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    failure: 'npm ci could not install the packages',
    cwd: root,
    log: join(logDir, 'install.log'),
    signal,
  });
  writeFileSync(stampFile(root), lockHash(root));
}

async function build({ root, logDir, signal }) {
  const announce = setTimeout(
    () => console.log('Building (about half a minute, only what changed).'),
    QUIET_MS,
  );
  try {
    const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
    await runQuietly({
      command: [process.execPath, turbo, 'run', 'build', '--output-logs=errors-only', '--no-color'],
      failure: 'The build failed',
      cwd: root,
      log: join(logDir, 'build.log'),
      signal,
    });
  } finally {
    clearTimeout(announce);
  }
}

/** All output goes to `log`; its end is shown when the command fails. */
async function runQuietly({ command: [program, ...args], cwd, log, failure, signal }) {
  const out = openSync(log, 'w');
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
  };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', out, out] });
  closeSync(out);
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  const code = await new Promise((resolve) =>
    child.once('error', () => resolve(-1)).once('close', resolve),
  );
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (code === 0) return;
  console.error(readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n'));
  throw personal(`${failure} (log: ${log}).`);
}

/** Resolves with the function that unlocks. A lock whose process is gone counts for nothing. */
async function lock(file, signal) {
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw personal(`${file} cannot be written: ${error.message}.`);
    }
    const owner = Number(readOr(file, ''));
    if (owner > 0 && !isAlive(owner)) rmSync(file, { force: true });
    else {
      if (!told)
        console.log(`Waiting for another command that prepares this clone (pid ${owner}).`);
      await sleep(500, undefined, { signal });
    }
  }
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

/**
 * The pid may by now be another process's, which is told by its command line where the system shows
 * it.
 */
function isAlive(pid) {
  const commandLine = readOr(`/proc/${pid}/cmdline`, null);
  if (commandLine !== null) return commandLine.includes('run.mjs');
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux';
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const personal = (message) => Object.assign(new Error(message), { name: 'StackError' });
