-- Who holds a slot.
-- Called by registrations.holder.
-- KEYS 1 slot
-- ARGV 1 entity prefix
-- Result id of the live task, or nil
local id = redis.call('GET', KEYS[1])
local phase = id and redis.call('HGET', ARGV[1] .. id, 'phase')
return phase and LIVE[phase] and id
