-- A run may not go on before a time: the task is queued until then, with a deadline that begins at
-- that time, and the attempt does not count. When the time comes the recoverer finds the task in
-- the outbox, whatever became of its delayed job.
-- Called by attempts.wait.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 attempt, 3 ledgerTtlMs, 4 milliseconds until the task may go on
-- Result 1, also when it was taken before (its answer was lost), or 0 when it was refused
local entity, record, outbox, deadlines, heartbeats = unpack(KEYS)
local id, attempt = ARGV[1], ARGV[2]

local phase, current, spent, ttlMs, slot, waitsUntil =
  unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent', 'ttlMs', 'slot', 'waitsUntil'))
if phase == 'queued' and current == attempt and waitsUntil and waitsUntil ~= '' then
  return 1
end
if phase ~= 'running' or current ~= attempt then
  return 0
end

local now = nowMs()
waitsUntil = now + ARGV[4]
local expiresAt = waitsUntil + ttlMs
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', 'queued', 'spent', spent - 1, 'rowsPerSecond', '', 'etaMs', '',
    'waitsUntil', waitsUntil, 'expiresAt', expiresAt)
end
redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'handed-back', 'attempt:' .. attempt .. ':endedAt', now)
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', slot, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[3])
redis.call('ZADD', deadlines, expiresAt, id)
redis.call('ZADD', heartbeats, waitsUntil, id)
redis.call('ZADD', outbox, waitsUntil, id)
return 1
