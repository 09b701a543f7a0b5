-- Takes the outcome of a run, unless the run was fenced off. The finished task stays for its ttl
-- from now.
-- With the rule 'last-attempt' a success states the true counts; otherwise of two counts the higher
-- stays.
-- A preview keeps the number of its attempt, and is no end that is counted.
-- Called by attempts.settle.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, 6 lines, 7 durations,
--      8 outcomes, last ended prefix
-- ARGV 1 task id, 2 attempt, 3 ledgerTtlMs, 4 phase, 5 '1' when counts are given, 6 total or '', 7
--      succeeded, 8 failed, 9 result or '', 10 issues or '', 11 error or '', 12 count rule:
--      'last-attempt' or 'all-attempts', 13 notices or '', 14 error of the attempt or '', 15
--      exceptions of a batch or '', 16 word of the outcome: done, refused, fault
-- Result 1, also when this outcome was taken before (its answer was lost), or 0 when it was refused
local entity, record, outbox, deadlines, heartbeats, _, durations, outcomes = unpack(KEYS)
local id, attempt, outcome = ARGV[1], ARGV[2], ARGV[4]
local total, succeeded, failed, exceptions = ARGV[6], ARGV[7], ARGV[8], ARGV[15]

local phase, current, ttlMs, slot, oldTotal, oldSucceeded, oldFailed, oldExceptions =
  unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'ttlMs', 'slot', 'total', 'succeeded', 'failed', 'exceptions'))
if phase == outcome and current == attempt and redis.call('HGET', record, 'attempt:' .. attempt .. ':outcome') == outcome then
  return 1
end
if phase ~= 'running' or current ~= attempt then
  return 0
end

local isTrueCount = ARGV[5] == '1' and outcome == 'succeeded' and ARGV[12] == 'last-attempt'
if ARGV[5] ~= '1' or (not isTrueCount and oldSucceeded + oldFailed > succeeded + failed) then
  succeeded, failed, exceptions = oldSucceeded, oldFailed, oldExceptions
end
if total == '' and not isTrueCount then
  total = oldTotal
end
if total ~= '' and tonumber(total) < succeeded + failed then
  total = succeeded + failed
end

if outcome == 'previewed' then
  for _, key in ipairs({ entity, record }) do
    redis.call('HSET', key, 'preview', attempt, 'looked', total)
  end
end
local now = nowMs()
local expiresAt = now + ttlMs
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', outcome, 'total', total, 'succeeded', succeeded, 'failed', failed, 'exceptions', exceptions or '',
    'etaMs', '',
    'result', ARGV[9], 'issues', ARGV[10], 'notices', ARGV[13], 'error', ARGV[11],
    'finishedAt', now, 'expiresAt', expiresAt)
end
redis.call('HSET', entity, 'checkpoint', '')
redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', outcome, 'attempt:' .. attempt .. ':endedAt', now,
  'attempt:' .. attempt .. ':error', ARGV[14])
local startedAt = redis.call('HGET', record, 'attempt:' .. attempt .. ':startedAt') or now
if outcome ~= 'failed' and outcome ~= 'previewed' then
  local kind, type = unpack(redis.call('HMGET', entity, 'kind', 'type'))
  redis.call('HSET', durations, kind .. ':' .. type, now - startedAt)
end
if outcome ~= 'previewed' then
  countEnd(KEYS[#KEYS], record, now, now - startedAt)
end
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', slot, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[3])
redis.call('ZREM', outbox, id)
redis.call('ZREM', deadlines, id)
redis.call('ZREM', heartbeats, id)
if outcome ~= 'previewed' then
  countOutcome(outcomes, entity, id, ARGV[16])
end
return 1
