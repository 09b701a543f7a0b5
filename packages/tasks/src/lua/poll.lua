-- The polling read: what an answer says, nothing else. Counts the first few answers of a live task
-- without an ETA.
-- Called by reads.poll.
-- KEYS 1 entity, or slot when ARGV 1 is given
-- ARGV 1 entity prefix or '', 2 highest count
-- Result values of the fields below, in their order; empty when there is no entity
local entity = KEYS[1]
if ARGV[1] ~= '' then
  entity = ARGV[1] .. (redis.call('GET', entity) or '')
end
local values = redis.call('HMGET', entity, 'phase', 'etaMs', 'answers', 'taskId', 'owner', 'kind', 'type', 'attempt',
  'total', 'succeeded', 'failed', 'exceptions', 'rowsPerSecond', 'result', 'issues', 'notices', 'timeZone', 'error',
  'registeredAt', 'expiresAt', 'waitsUntil', 'looked', 'undoes')
local phase, etaMs, answers = unpack(values)
if not phase then
  return {}
end
if LIVE[phase] and etaMs == '' and tonumber(answers or 0) < tonumber(ARGV[2]) then
  values[3] = tostring(redis.call('HINCRBY', entity, 'answers', 1))
end
return values
