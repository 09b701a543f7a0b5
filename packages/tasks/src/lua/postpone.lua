-- A task whose type has no place for it leaves its line, so that it does not keep its owner's other
-- tasks waiting. It is queued again when a place is free, else by the recoverer after a while.
-- Called by places.postpone.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 milliseconds until it is queued again
-- Result 1, or 0 when it was not live
local entity, outbox, heartbeats = KEYS[1], KEYS[3], KEYS[5]
local id, now = ARGV[1], nowMs()

local phase, line = unpack(redis.call('HMGET', entity, 'phase', 'line'))
if not phase or not LIVE[phase] then
  return 0
end
if line then
  redis.call('ZREM', line, id)
end
redis.call('ZADD', outbox, now + ARGV[2], id)
redis.call('ZADD', heartbeats, now, id)
return 1
