-- Tasks of a bucket whose deadline has passed, oldest first.
-- Called by maintenance.overdue.
-- KEYS 1 deadlines
-- ARGV 1 most ids wanted
-- Result ids
local now = nowMs()
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
