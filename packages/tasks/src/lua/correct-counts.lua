-- Raises the counts of a final task to what the business database committed.
-- Called by notes.correctCounts.
-- KEYS 1 entity, 2 record
-- ARGV 1 succeeded, 2 failed
-- Result 1 when they were raised, else 0
local phase, total, succeeded, failed = unpack(redis.call('HMGET', KEYS[2], 'phase', 'total', 'succeeded', 'failed'))
local isOverdue = redis.call('EXISTS', KEYS[1]) == 0
if not phase or (LIVE[phase] and not isOverdue) or ARGV[1] + ARGV[2] <= succeeded + failed then
  return 0
end
if total ~= '' and tonumber(total) < ARGV[1] + ARGV[2] then
  total = ARGV[1] + ARGV[2]
end
for _, key in ipairs({ KEYS[1], KEYS[2] }) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'total', total, 'succeeded', ARGV[1], 'failed', ARGV[2])
  end
end
return 1
