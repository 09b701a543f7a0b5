-- A worker that stops gives its run back: the task is queued again, and the attempt does not count.
-- Called by attempts.handBack.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 attempt
-- Result 1, also when it was taken before (its answer was lost), or 0 when it was refused
local entity, record, heartbeats = KEYS[1], KEYS[2], KEYS[5]
local id, attempt = ARGV[1], ARGV[2]

local phase, current, spent = unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent'))
if phase == 'queued' and current == attempt and redis.call('HGET', record, 'attempt:' .. attempt .. ':outcome') == 'handed-back' then
  return 1
end
if phase ~= 'running' or current ~= attempt then
  return 0
end

local now = nowMs()
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', 'queued', 'spent', spent - 1, 'rowsPerSecond', '', 'etaMs', '')
end
redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'handed-back', 'attempt:' .. attempt .. ':endedAt', now)
redis.call('ZADD', heartbeats, now, id)
return 1
