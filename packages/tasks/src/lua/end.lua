-- Ends a live task from outside its run, as cancelled or failed, whatever its attempt; the run
-- hears "stop".
-- Called by removals.cancel and attempts.fail.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, 6 lines, 7 durations,
--      8 outcomes, last ended prefix
-- ARGV 1 task id, 2 ledgerTtlMs, 3 phase, 4 error or '', 5 outcome of the open attempt, 6 its error
--      or '', 7 stop channel, 8 stop reason, 9 word of the outcome: refused, fault, or ''
-- Result fields of the ended task, empty when nothing was live
local entity, record, outbox, deadlines, heartbeats = unpack(KEYS)
local id, outcome, fault = ARGV[1], ARGV[3], ARGV[4]

local phase, attempt, ttlMs, slot, line = unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'ttlMs', 'slot', 'line'))
if not phase or not LIVE[phase] then
  return {}
end

local now = nowMs()
local expiresAt = now + ttlMs
local runMs = 0
if phase == 'running' then
  runMs = now - (redis.call('HGET', record, 'attempt:' .. attempt .. ':startedAt') or now)
  redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', ARGV[5], 'attempt:' .. attempt .. ':endedAt', now,
    'attempt:' .. attempt .. ':error', ARGV[6])
end
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', outcome, 'error', fault, 'etaMs', '', 'finishedAt', now, 'expiresAt', expiresAt)
end
redis.call('HSET', entity, 'checkpoint', '')
countEnd(KEYS[#KEYS], record, now, runMs)
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', slot, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[2])
redis.call('ZREM', outbox, id)
redis.call('ZREM', deadlines, id)
redis.call('ZREM', heartbeats, id)
if line then
  redis.call('ZREM', line, id)
end
countOutcome(KEYS[8], entity, id, ARGV[9])
redis.call('PUBLISH', ARGV[7], id .. ' ' .. ARGV[8] .. ' ' .. attempt)
return redis.call('HGETALL', entity)
