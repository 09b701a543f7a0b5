-- Renews the lock of a job, as BullMQ does, whose stalled set it therefore leaves. A lock that has
-- lapsed, or is another worker's, stays as it is.
-- Called by leaseThread.renewLock.
-- KEYS 1 lock, 2 stalled
-- ARGV 1 token, 2 milliseconds, 3 job id
-- Result 1 or 0
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SREM', KEYS[2], ARGV[3])
return 1
