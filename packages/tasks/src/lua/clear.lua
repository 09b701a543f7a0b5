-- Removes the entity and its slot. A live task is cancelled by it; the run hears "stop". The ledger
-- record stays.
-- Called by removals.clear.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, last ended prefix
-- ARGV 1 task id, 2 ledgerTtlMs, 3 stop channel
-- Result 1, or 0 when there was no entity
local entity, record, outbox, deadlines, heartbeats = unpack(KEYS)
local id = ARGV[1]

local phase, attempt, slot, line = unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'slot', 'line'))
if not phase then
  return 0
end

if LIVE[phase] then
  local now = nowMs()
  local runMs = 0
  if phase == 'running' then
    runMs = now - (redis.call('HGET', record, 'attempt:' .. attempt .. ':startedAt') or now)
    redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'cancelled', 'attempt:' .. attempt .. ':endedAt', now)
  end
  redis.call('HSET', record, 'phase', 'cancelled', 'error', '', 'etaMs', '', 'finishedAt', now, 'expiresAt', now)
  countEnd(KEYS[#KEYS], record, now, runMs)
  redis.call('PEXPIREAT', record, now + ARGV[2])
  redis.call('ZREM', outbox, id)
  redis.call('ZREM', deadlines, id)
  redis.call('ZREM', heartbeats, id)
  if line then
    redis.call('ZREM', line, id)
  end
  redis.call('PUBLISH', ARGV[3], id .. ' cancelled ' .. attempt)
end
redis.call('HSET', record, 'cleared', 1)
redis.call('DEL', entity)
if redis.call('GET', slot) == id then
  redis.call('DEL', slot)
end
return 1
