/**
 * Lua that stands before every command: the tables of phases, from the contract, and the clock.
 * Used by scripts.ts.
 */
import { LIVE_PHASES, REPEATABLE_PHASES } from '@longshore/contract';

const table = (phases: readonly string[]): string =>
  `{ ${phases.map((phase) => `${phase} = true`).join(', ')} }`;

/**
 * `LIVE[phase]` and `REPEATABLE[phase]` are true or nil; `nowMs()` is Redis TIME in milliseconds
 * since 1970.
 */
export const luaPrelude = `local LIVE = ${table(LIVE_PHASES)}
local REPEATABLE = ${table(REPEATABLE_PHASES)}
local function nowMs()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`;
