-- The queue holds a job for this task: it leaves the outbox, and its silence is counted from now.
-- KEYS 1 outbox, 2 heartbeats
-- ARGV 1 task id
-- Result 1
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], 'XX', now, ARGV[1])
return 1
