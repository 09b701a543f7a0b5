-- Raises the counts of a task that ended or is paused to what the business database committed (of
-- as many rows its split holds: an exception may have healed), and tells its total where that was
-- not known.
-- Called by notes.correctCounts.
-- KEYS 1 entity, 2 record
-- ARGV 1 succeeded, 2 failed, 3 total or '', 4 exceptions of a batch or ''
-- Result 1 when something was written, else 0
local phase, total, succeeded, failed, exceptions =
  unpack(redis.call('HMGET', KEYS[2], 'phase', 'total', 'succeeded', 'failed', 'exceptions'))
local isOverdue = redis.call('EXISTS', KEYS[1]) == 0
if not phase or (LIVE[phase] and phase ~= 'paused' and not isOverdue) then
  return 0
end
local isLower = ARGV[1] + ARGV[2] < succeeded + failed
local isSame = ARGV[1] == succeeded and ARGV[2] == failed and ARGV[4] == (exceptions or '')
if (isLower or isSame) and (ARGV[3] == '' or total ~= '') then
  return 0
end
if not isLower then
  succeeded, failed, exceptions = ARGV[1], ARGV[2], ARGV[4]
end
if total == '' then
  total = ARGV[3]
end
if total ~= '' and tonumber(total) < succeeded + failed then
  total = succeeded + failed
end
for _, key in ipairs({ KEYS[1], KEYS[2] }) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'total', total, 'succeeded', succeeded, 'failed', failed, 'exceptions', exceptions or '')
  end
end
return 1
