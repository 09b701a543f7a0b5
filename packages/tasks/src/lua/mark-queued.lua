-- The queue holds a job for this task: it leaves the outbox, and its silence is counted from now.
-- Called by maintenance.markQueued.
-- KEYS 1 outbox, 2 heartbeats
-- ARGV 1 task id
-- Result 1
local now = nowMs()
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], 'XX', now, ARGV[1])
return 1
