-- Writes the heartbeat of a run. With an error: the last one, for the lease is given up; an attempt
-- that comes back all the same ends with an error of its own, or none.
-- Called by leaseThread.keepLease.
-- KEYS 1 entity, 2 record, 3 heartbeats
-- ARGV 1 task id, 2 attempt, 3 error or ''
-- Result 1, or 0 when the run was fenced off
local phase, attempt = unpack(redis.call('HMGET', KEYS[1], 'phase', 'attempt'))
if phase ~= 'running' or attempt ~= ARGV[2] then
  return 0
end
redis.call('ZADD', KEYS[3], nowMs(), ARGV[1])
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[2], 'attempt:' .. attempt .. ':error', ARGV[3])
end
return 1
