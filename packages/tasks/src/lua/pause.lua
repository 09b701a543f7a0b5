-- Pauses a live task: it keeps its slot, gets a new deadline, and has no job until it is resumed.
-- The run hears "stop", and its attempt does not count.
-- Called by pauses.pause.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 ledgerTtlMs, 3 stop channel
-- Result 1, also when it is paused already, or 0 when it is not live
local entity, record, outbox, deadlines, heartbeats = unpack(KEYS)
local id = ARGV[1]

local phase, attempt, spent, ttlMs, slot, line =
  unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent', 'ttlMs', 'slot', 'line'))
if phase == 'paused' then
  return 1
end
if not phase or not LIVE[phase] then
  return 0
end

local now = nowMs()
local expiresAt = now + ttlMs
if phase == 'running' then
  spent = spent - 1
  redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'paused', 'attempt:' .. attempt .. ':endedAt', now)
end
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', 'paused', 'spent', spent, 'error', '', 'rowsPerSecond', '', 'etaMs', '',
    'expiresAt', expiresAt)
end
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', slot, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[2])
redis.call('ZADD', deadlines, expiresAt, id)
redis.call('ZREM', outbox, id)
if line then
  redis.call('ZREM', line, id)
end
redis.call('ZREM', heartbeats, id)
redis.call('PUBLISH', ARGV[3], id .. ' paused ' .. attempt)
return 1
