-- Removes what an owner's slot holds, if it is finished.
-- Called by removals.clearFinished.
-- KEYS 1 slot
-- ARGV 1 entity prefix, 2 record prefix
-- Result 1, or 0 when nothing finished was there
local id = redis.call('GET', KEYS[1])
local phase = id and redis.call('HGET', ARGV[1] .. id, 'phase')
if not phase or LIVE[phase] then
  return 0
end
redis.call('DEL', KEYS[1], ARGV[1] .. id)
redis.call('HSET', ARGV[2] .. id, 'cleared', 1)
return 1
