-- Tasks of a bucket that may have no job: registered but not queued, or silent for long.
-- Called by maintenance.stranded.
-- KEYS 1 outbox, 2 heartbeats
-- ARGV 1 age in ms from which an outbox entry counts, 2 silence in ms, 3 most ids wanted of each
-- Result { ids not queued, silent ids }
local now = nowMs()
return {
  redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1], 'LIMIT', 0, ARGV[3]),
  redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[2], 'LIMIT', 0, ARGV[3]),
}
