-- Lets a paused task stand in its owner's line again, with a new deadline.
-- Called by pauses.resume.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, 6 lines
-- ARGV 1 task id, 2 ledgerTtlMs, 3 milliseconds until the recoverer looks
-- Result fields of the task, empty when it is not paused
local entity, record, outbox, deadlines, heartbeats, lines = unpack(KEYS)
local id = ARGV[1]

local phase, ttlMs, slot, line, kind, owner =
  unpack(redis.call('HMGET', entity, 'phase', 'ttlMs', 'slot', 'line', 'kind', 'owner'))
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
redis.call('ZADD', deadlines, expiresAt, id)
if line then
  redis.call('ZADD', line, now, id)
  redis.call('ZADD', lines, 'LT', now + ARGV[3], kind .. ':' .. owner)
else
  -- Registered by a version that knew no lines.
  redis.call('ZADD', outbox, now, id)
  redis.call('ZADD', heartbeats, now, id)
end
return redis.call('HGETALL', entity)
