-- A run ended by a fault that a retry can heal: the task waits for its next attempt. When that is
-- due, the recoverer finds it in the outbox, whatever the clock of the worker that delayed its job.
-- An attempt that an outage ended does not count.
-- Called by attempts.retryLater and attempts.waitOut.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 attempt, 3 error, 4 milliseconds until the next attempt, 5 '1' when the attempt
--      counts, else '0'
-- Result { 'retrying' }, also when it was taken before (its answer was lost), { 'exhausted',
--      attempts used } (nothing is changed) or { 'stop', phase or '', phase of the record or '' }
local entity, record, outbox, heartbeats = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local id, attempt, fault, counts = ARGV[1], ARGV[2], ARGV[3], ARGV[5] == '1'

local phase, current, spent, maxAttempts = unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent', 'maxAttempts'))
if phase == 'retrying' and current == attempt then
  return { 'retrying' }
end
if phase ~= 'running' or current ~= attempt then
  return { 'stop', phase or '', redis.call('HGET', record, 'phase') or '' }
end
if counts and tonumber(spent) >= tonumber(maxAttempts) then
  return { 'exhausted', tonumber(spent) }
end

local now = nowMs()
if not counts then
  spent = spent - 1
end
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', 'retrying', 'spent', spent, 'error', fault, 'rowsPerSecond', '', 'etaMs', '')
end
redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'retrying', 'attempt:' .. attempt .. ':endedAt', now,
  'attempt:' .. attempt .. ':error', fault)
redis.call('ZADD', heartbeats, now, id)
redis.call('ZADD', outbox, now + ARGV[4], id)
return { 'retrying' }
