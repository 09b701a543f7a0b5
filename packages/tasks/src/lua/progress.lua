-- Writes the counts of a run and its heartbeat. succeeded + failed never falls: of two counts the
-- higher stays.
-- A preview that begins anew tells the rows of its first attempt until it has passed them.
-- Called by attempts.progress.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 attempt, 3 total or '', 4 succeeded, 5 failed, 6 rows per second or '', 7 etaMs
--      or '', 8 exceptions of a batch or '', 9 rows that a preview looked at or ''
-- Result { 'go' } or { 'stop', phase or '', phase of the record or '' }
local entity, record, heartbeats = KEYS[1], KEYS[2], KEYS[5]
local id, attempt, total, succeeded, failed, exceptions = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[8]

local phase, current, oldTotal, oldSucceeded, oldFailed, oldExceptions, oldLooked =
  unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'total', 'succeeded', 'failed', 'exceptions', 'looked'))
if phase ~= 'running' or current ~= attempt then
  return { 'stop', phase or '', redis.call('HGET', record, 'phase') or '' }
end

if oldSucceeded + oldFailed > succeeded + failed then
  succeeded, failed, exceptions = oldSucceeded, oldFailed, oldExceptions
end
local looked = ARGV[9]
if looked ~= '' and oldLooked and oldLooked ~= '' then
  looked = math.max(looked, oldLooked)
end
if total == '' then
  total = oldTotal
end
if total ~= '' and tonumber(total) < succeeded + failed then
  total = succeeded + failed
end
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'total', total, 'succeeded', succeeded, 'failed', failed, 'exceptions', exceptions or '',
    'rowsPerSecond', ARGV[6], 'etaMs', ARGV[7], 'looked', looked)
end
local now = nowMs()
redis.call('ZADD', heartbeats, now, id)
return { 'go' }
