-- The clean-up after an expired task is done: it leaves the deadlines, unless it was given a new
-- one meanwhile.
-- Called by maintenance.forgetExpired.
-- KEYS 1 deadlines
-- ARGV 1 task id
-- Result 1, or 0 when it has a new deadline
local now = nowMs()
local deadline = redis.call('ZSCORE', KEYS[1], ARGV[1])
if deadline and tonumber(deadline) > now then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
return 1
