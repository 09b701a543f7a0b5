-- Who holds a slot.
-- KEYS 1 slot
-- ARGV 1 entity prefix
-- Result id of the live task, or nil
local LIVE = { queued = true, running = true, retrying = true }
local id = redis.call('GET', KEYS[1])
local phase = id and redis.call('HGET', ARGV[1] .. id, 'phase')
return phase and LIVE[phase] and id
