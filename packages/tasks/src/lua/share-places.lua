-- Shares the places of a type whose running tasks are limited: a task takes one, or keeps it, or
-- leaves it; those that wait longest get what is free. A place whose lease has ended is free.
-- Called by places.takePlace and places.leavePlace.
-- KEYS 1 places, 2 waiting
-- ARGV 1 task id, 2 'take' or 'leave', 3 number of places, 4 leaseMs, 5 time of registration
-- Result { 1 when the task has a place else 0, number of those that wait, ids of others that now
--      have a place... }
local places, waiting = KEYS[1], KEYS[2]
local id, leaseMs = ARGV[1], ARGV[4]
local now = nowMs()

redis.call('ZREMRANGEBYSCORE', places, '-inf', now)
if ARGV[2] == 'leave' then
  redis.call('ZREM', places, id)
  redis.call('ZREM', waiting, id)
elseif redis.call('ZSCORE', places, id) then
  redis.call('ZADD', places, now + leaseMs, id)
else
  redis.call('ZADD', waiting, ARGV[5], id)
end

local others = {}
while redis.call('ZCARD', places) < tonumber(ARGV[3]) do
  local first = redis.call('ZPOPMIN', waiting)[1]
  if not first then
    break
  end
  redis.call('ZADD', places, now + leaseMs, first)
  if first ~= id then
    others[#others + 1] = first
  end
end
-- Whoever waits asks again long before.
redis.call('PEXPIREAT', places, now + 86400000)
redis.call('PEXPIREAT', waiting, now + 86400000)
return { redis.call('ZSCORE', places, id) and 1 or 0, redis.call('ZCARD', waiting), unpack(others) }
