-- The polling read. Counts the first few answers of a live task without an ETA, then is a pure read.
-- KEYS 1 entity, or slot when ARGV 1 is given
-- ARGV 1 entity prefix or '', 2 highest count
-- Result fields of the entity, empty when there is none
local LIVE = { queued = true, running = true, retrying = true }
local entity = KEYS[1]
if ARGV[1] ~= '' then
  entity = ARGV[1] .. (redis.call('GET', entity) or '')
end
local phase, etaMs, answers = unpack(redis.call('HMGET', entity, 'phase', 'etaMs', 'answers'))
if phase and LIVE[phase] and etaMs == '' and tonumber(answers or 0) < tonumber(ARGV[2]) then
  redis.call('HINCRBY', entity, 'answers', 1)
end
return redis.call('HGETALL', entity)
