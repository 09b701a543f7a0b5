-- Keeps where a run stands, for an attempt that goes on after it; gone with the end of the task.
-- Called by attempts.checkpoint.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 attempt, 2 checkpoint
-- Result 1, or 0 when it was refused
local entity = KEYS[1]

local phase, current = unpack(redis.call('HMGET', entity, 'phase', 'attempt'))
if phase ~= 'running' or current ~= ARGV[1] then
  return 0
end
redis.call('HSET', entity, 'checkpoint', ARGV[2])
return 1
