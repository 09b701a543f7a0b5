/**
 * Lua that stands before every command: the tables of phases, from the contract, the clock, and how
 * many tasks of an owner are under way. Used by scripts.ts.
 */
import { LIVE_PHASES, REPEATABLE_PHASES } from '@longshore/contract';

const table = (phases: readonly string[]): string =>
  `{ ${phases.map((phase) => `${phase} = true`).join(', ')} }`;

/**
 * `LIVE[phase]` and `REPEATABLE[phase]` are true or nil; `nowMs()` is Redis TIME in milliseconds
 * since 1970; `countRuns(runs, entityPrefix)` counts what runs or waits for its retry, by the
 * entities, so that no run counts for ever; `countOutcome(outcomes, task, id, word)` counts the end
 * of a task by its entity or record.
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
`;
