-- Queues a paused task again, with a new deadline.
-- Called by pauses.resume.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 ledgerTtlMs
-- Result fields of the task, empty when it is not paused
local entity, record, outbox, deadlines, heartbeats = unpack(KEYS)
local id = ARGV[1]

local phase, ttlMs, slot = unpack(redis.call('HMGET', entity, 'phase', 'ttlMs', 'slot'))
if phase ~= 'paused' then
  return {}
end

local now = nowMs()
local expiresAt = now + ttlMs
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', 'queued', 'expiresAt', expiresAt, 'waitsUntil', '')
end
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', slot, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[2])
redis.call('ZADD', outbox, now, id)
redis.call('ZADD', deadlines, expiresAt, id)
redis.call('ZADD', heartbeats, now, id)
return redis.call('HGETALL', entity)
