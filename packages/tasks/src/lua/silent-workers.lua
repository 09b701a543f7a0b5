-- Workers that gave no sign of life for a while and did not end in order.
-- Called by watch.silentWorkers.
-- KEYS 1 workers
-- ARGV 1 silentMs
-- Result names and the times of their last signs, alternating
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', nowMs() - ARGV[1], 'WITHSCORES')
