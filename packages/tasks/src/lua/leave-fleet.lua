-- A worker that closes in order is not there any more.
-- Called by fleet.forgetWorker.
-- KEYS 1 workers
-- ARGV 1 name
-- Result 1, or 0 when it was not known
return redis.call('HDEL', KEYS[1], ARGV[1])
