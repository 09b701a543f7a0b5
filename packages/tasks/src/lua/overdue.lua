-- Tasks of a bucket whose deadline has passed, oldest first.
-- KEYS 1 deadlines
-- ARGV 1 most ids wanted
-- Result ids
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
