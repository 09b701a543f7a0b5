-- An attempt that a later one overtook though its worker was there, because Redis was away: it does
-- not count. One from before the task was run again counts no longer anyway.
-- Called by attempts.excuse.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 attempt
-- Result 1, or 0 when the attempt was not overtaken, or excused before
local entity, record = KEYS[1], KEYS[2]
local outcome = 'attempt:' .. ARGV[2] .. ':outcome'

local phase, current, spent, former = unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent', 'formerAttempts'))
local isOvertaken = phase and LIVE[phase] and tonumber(current) > tonumber(ARGV[2])
  and tonumber(ARGV[2]) > tonumber(former or 0)
if not isOvertaken or redis.call('HGET', record, outcome) ~= 'lost' or tonumber(spent) < 1 then
  return 0
end
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'spent', spent - 1)
end
redis.call('HSET', record, outcome, 'handed-back')
return 1
