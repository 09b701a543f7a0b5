/**
 * Lua that stands before every command: the tables of phases, from the contract, the clock, and how
 * many tasks of an owner are under way. Used by scripts.ts.
 */
import { LIVE_PHASES, REPEATABLE_PHASES } from '@longshore/contract';

const table = (phases: readonly string[]): string =>
  `{ ${phases.map((phase) => `${phase} = true`).join(', ')} }`;

/** Days for which the counts of what ended are kept. */
const COUNTED_DAYS = 15;

/**
 * `LIVE[phase]` and `REPEATABLE[phase]` are true or nil; `nowMs()` is Redis TIME in milliseconds
 * since 1970; `countRuns(runs, entityPrefix)` counts what runs or waits for its retry, by the
 * entities, so that no run counts for ever; `countOutcome(outcomes, task, id, word)` counts the end
 * of a task by its entity or record, for the watch; `countEnd(endedPrefix, record, endedAt, runMs)`
 * counts a task that ended, by its record, in the hash of its day; rows that an earlier end of the
 * task counted are not counted again.
 */
export const luaPrelude = `local LIVE = ${table(LIVE_PHASES)}
local REPEATABLE = ${table(REPEATABLE_PHASES)}
local function nowMs()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function countRuns(runs, entityPrefix)
  local count = 0
  for _, id in ipairs(redis.call('SMEMBERS', runs)) do
    local phase = redis.call('HGET', entityPrefix .. id, 'phase')
    if phase == 'running' or phase == 'retrying' then
      count = count + 1
    else
      redis.call('SREM', runs, id)
    end
  end
  return count
end
local function countOutcome(outcomes, task, id, word)
  local kind, type = unpack(redis.call('HMGET', task, 'kind', 'type'))
  if word == '' or not kind or not type then
    return
  end
  redis.call('HINCRBY', outcomes, kind .. ':' .. type .. ':' .. word, 1)
  if word == 'fault' then
    redis.call('HSET', outcomes, kind .. ':' .. type .. ':last', id)
  end
end
local function countEnd(endedPrefix, record, endedAt, runMs)
  local kind, type, phase, succeeded, failed, counted =
    unpack(redis.call('HMGET', record, 'kind', 'type', 'phase', 'succeeded', 'failed', 'countedRows'))
  if not kind or not succeeded then
    return
  end
  local rows = succeeded + failed
  local hour = math.floor(endedAt / 3600000)
  local day = endedPrefix .. math.floor(hour / 24)
  local name = string.format('%d:%s:%s:', hour, kind, type)
  redis.call('HINCRBY', day, name .. phase, 1)
  redis.call('HINCRBY', day, name .. 'rows', math.max(0, rows - (tonumber(counted) or 0)))
  redis.call('HINCRBY', day, name .. 'runMs', math.max(0, math.floor(runMs)))
  redis.call('PEXPIRE', day, ${COUNTED_DAYS} * 86400000)
  redis.call('HSET', record, 'countedRows', rows)
end
`;
