/**
 * The Lua commands: each file of ./lua behind the prelude, loaded once, run by its hash. Used by
 * the parts of the store only.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisClient } from './connect-redis.js';
import { luaPrelude } from './lua-prelude.js';
import { callRedis } from './redis-call.js';

const NAMES = [
  'advance',
  'attach-issues',
  'audit',
  'checkpoint',
  'claim',
  'clear',
  'clear-finished',
  'correct-counts',
  'count-calls',
  'count-files',
  'count-lined',
  'end',
  'ended-hours',
  'excuse',
  'expire',
  'forget-expired',
  'forget-worker',
  'hand-back',
  'header-choices',
  'holder',
  'keep-header-choice',
  'keep-lease',
  'leave-fleet',
  'leave-watch',
  'list',
  'list-alarms',
  'mark-queued',
  'note-act',
  'note-download',
  'oldest-waiting',
  'overdue',
  'pause',
  'poll',
  'postpone',
  'progress',
  'raise-alarm',
  'read-acts',
  'read-audit',
  'read-entity',
  'read-outcomes',
  'read-record',
  'register',
  'registered-as',
  'renew-lock',
  'repeat',
  'resolve-alarms',
  'resume',
  'retry-later',
  'sample-outcomes',
  'search-audit',
  'set-aside',
  'settle',
  'settle-alarm-message',
  'share-places',
  'signing-keys',
  'silent-workers',
  'stranded',
  'take-alarm-message',
  'take-round',
  'tell-worker',
  'wait',
  'waiting-since',
  'watch',
  'workers',
] as const;

type ScriptName = (typeof NAMES)[number];

/** What a script answers: strings, integers, nil and lists of them. */
export type Reply = string | number | null | Reply[];

/** The items of a list that a script answered; empty when the answer is no list. */
export const replyList = (reply: Reply | undefined): Reply[] => (Array.isArray(reply) ? reply : []);

/**
 * Runs one Lua command in one round trip. Throws AppError redis_unavailable when Redis cannot be
 * used.
 */
export type RunScript = (
  name: ScriptName,
  keys: readonly string[],
  args?: readonly (string | number)[],
) => Promise<Reply>;

interface Script {
  readonly source: string;
  readonly sha: string;
}

const scripts = new Map<ScriptName, Script>(NAMES.map((name) => [name, loadScript(name)]));

/**
 * The first call of each script sends its source: to ask by its hash would cost a second round trip
 * where the server does not know it, and a client that pipelines waits for the one before as well.
 */
export function scriptRunner(redis: RedisClient): RunScript {
  const sent = new Set<ScriptName>();
  return (name, keys, args = []) =>
    callRedis(redis, async () => {
      if (sent.has(name)) return runScript(redis, name, [...keys], [...args]);
      const reply = await redis.eval(sourceOf(name), keys.length, ...keys, ...args);
      sent.add(name);
      return reply as Reply; // ioredis types every reply as unknown
    });
}

const sourceOf = (name: ScriptName): string => scriptOf(name).source;

/** For a thread that loads no script by itself. */
export const scriptSource = sourceOf;

const scriptOf = (name: ScriptName): Script => scripts.get(name) ?? loadScript(name);

async function runScript(
  redis: RedisClient,
  name: ScriptName,
  keys: string[],
  args: (string | number)[],
): Promise<Reply> {
  const { source, sha } = scriptOf(name);
  try {
    // ioredis types every reply as unknown
    return (await redis.evalsha(sha, keys.length, ...keys, ...args)) as Reply;
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    // after a restart, or on another node; eval makes it known
    return (await redis.eval(source, keys.length, ...keys, ...args)) as Reply;
  }
}

function loadScript(name: ScriptName): Script {
  const command = readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
  const source = luaPrelude + command;
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');
