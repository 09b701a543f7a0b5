-- Settles in the ledger a task whose deadline passed; its entity and slot are gone by themselves.
-- The run hears "stop".
-- Called by maintenance.expire.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, 6 lines, 7 durations,
--      8 outcomes, last ended prefix
-- ARGV 1 task id, 2 stop channel
-- Result fields of the expired record, empty when there is nothing to clean up after
local entity, record, outbox, deadlines, heartbeats = unpack(KEYS)
local id = ARGV[1]

if redis.call('EXISTS', entity) == 1 then
  return {}
end
local phase, attempt, expiresAt, line = unpack(redis.call('HMGET', record, 'phase', 'attempt', 'expiresAt', 'line'))
if phase and LIVE[phase] then
  local runMs = 0
  if phase == 'running' then
    runMs = expiresAt - (redis.call('HGET', record, 'attempt:' .. attempt .. ':startedAt') or expiresAt)
    redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'expired', 'attempt:' .. attempt .. ':endedAt', expiresAt)
  end
  redis.call('HSET', record, 'phase', 'expired', 'error', '', 'etaMs', '', 'finishedAt', expiresAt)
  countOutcome(KEYS[8], record, id, 'expired')
  countEnd(KEYS[#KEYS], record, expiresAt, runMs)
  redis.call('PUBLISH', ARGV[2], id .. ' expired ' .. attempt)
end
redis.call('ZREM', outbox, id)
redis.call('ZREM', heartbeats, id)
if line then
  redis.call('ZREM', line, id)
end
if phase and (LIVE[phase] or phase == 'expired') then
  return redis.call('HGETALL', record)
end
redis.call('ZREM', deadlines, id)
return {}
