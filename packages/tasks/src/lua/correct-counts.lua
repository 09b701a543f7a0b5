-- Raises the counts of a task that ended or is paused to what the business database committed (of
-- as many rows its split holds: an exception may have healed, a failed row may have come back
-- corrected), and tells its total where that was not known. A partial task never loses a success;
-- it has succeeded when no failed row is left, and has nothing to correct any more.
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
  or (phase == 'partial' and ARGV[1] + ARGV[2] == succeeded + failed and tonumber(ARGV[1]) < tonumber(succeeded))
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
local function succeed(key)
  local result, issues = unpack(redis.call('HMGET', key, 'result', 'issues'))
  redis.call('HSET', key, 'phase', 'succeeded', 'issues', '', 'result', result == issues and '' or result)
end

for _, key in ipairs({ KEYS[1], KEYS[2] }) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'total', total, 'succeeded', succeeded, 'failed', failed, 'exceptions', exceptions or '')
    if phase == 'partial' and tonumber(failed) == 0 and tonumber(succeeded) == tonumber(total) then
      succeed(key)
    end
  end
end
return 1
