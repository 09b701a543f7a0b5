-- Runs a failed, cancelled or expired task again: with a new deadline, all its attempts, and the
-- counts it had; an import of which its policy let nothing be saved begins anew. Or lets a preview
-- that is still shown go on, which has no counts.
-- The entity is made anew from the ledger record, whose attempts stay. The slot key is read from
-- the record: its bucket is the same.
-- Called by registrations.repeat and registrations.confirm.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, 6 lines, 8 outcomes, last
--      ended prefix
-- ARGV 1 task id, 2 ledgerTtlMs, 3 entity prefix, 4 record prefix, 5 other options of an import or
--      '', 6 milliseconds until the recoverer looks, 7 '1' when a preview is confirmed, else '0'
-- Result { 'repeated', fields... }, { 'not-found' }, { 'not-repeatable', phase }, { 'rows-settled'
--      }
--      when other options came too late, or { 'slot-taken', id of the live task }
local entity, record, outbox, deadlines, heartbeats, lines = unpack(KEYS)
local id, entityPrefix, recordPrefix = ARGV[1], ARGV[3], ARGV[4]

local phase, attempt, ttlMs, slot, expiresAt, succeeded, failed =
  unpack(redis.call('HMGET', record, 'phase', 'attempt', 'ttlMs', 'slot', 'expiresAt', 'succeeded', 'failed'))
if not phase then
  return { 'not-found' }
end
local isOverdue = LIVE[phase] and redis.call('EXISTS', entity) == 0
if ARGV[7] == '1' then
  if phase ~= 'previewed' then
    return { 'not-repeatable', phase }
  end
  if redis.call('EXISTS', entity) == 0 then
    return { 'not-repeatable', redis.call('HGET', record, 'cleared') == '1' and 'cancelled' or 'expired' }
  end
elseif not isOverdue and not REPEATABLE[phase] then
  return { 'not-repeatable', phase }
end

local isUndone = string.find(redis.call('HGET', record, 'error') or '', '"code":"nothing_saved"', 1, true)
if isUndone then
  succeeded, failed = 0, 0
end
if ARGV[5] ~= '' and succeeded + failed > 0 then
  return { 'rows-settled' }
end

local holder = redis.call('GET', slot)
if holder and holder ~= id then
  local holderPhase = redis.call('HGET', entityPrefix .. holder, 'phase')
  if holderPhase and LIVE[holderPhase] then
    return { 'slot-taken', holder }
  end
  redis.call('DEL', entityPrefix .. holder)
  redis.call('HSET', recordPrefix .. holder, 'cleared', 1)
end

if isOverdue then
  local runMs = 0
  if phase == 'running' then
    runMs = expiresAt - (redis.call('HGET', record, 'attempt:' .. attempt .. ':startedAt') or expiresAt)
    redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'expired', 'attempt:' .. attempt .. ':endedAt', expiresAt)
  end
  redis.call('HSET', record, 'phase', 'expired')
  countOutcome(KEYS[8], record, id, 'expired')
  countEnd(KEYS[#KEYS], record, expiresAt, runMs)
end
local now = nowMs()
expiresAt = now + ttlMs
redis.call('HSET', record, 'phase', 'queued', 'succeeded', succeeded or 0, 'failed', failed or 0, 'spent', 0, 'formerAttempts', attempt, 'error', '', 'result', '', 'issues', '', 'rowsPerSecond', '', 'etaMs', '', 'looked', '',
  'startedAt', '', 'finishedAt', '', 'expiresAt', expiresAt, 'cleared', 0, 'waitsUntil', '')

if ARGV[5] ~= '' then
  redis.call('HSET', record, 'options', ARGV[5], 'preview', '')
end

local fields = {}
local all = redis.call('HGETALL', record)
for i = 1, #all, 2 do
  if string.sub(all[i], 1, 8) ~= 'attempt:' then
    fields[#fields + 1] = all[i]
    fields[#fields + 1] = all[i + 1]
  end
end
redis.call('DEL', entity)
redis.call('HSET', entity, unpack(fields))
redis.call('SET', slot, id, 'PXAT', expiresAt)
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[2])
redis.call('ZADD', deadlines, expiresAt, id)
local line, kind, owner = unpack(redis.call('HMGET', record, 'line', 'kind', 'owner'))
if line then
  -- Of a task whose life ended unswept.
  redis.call('ZREM', outbox, id)
  redis.call('ZREM', heartbeats, id)
  redis.call('ZADD', line, now, id)
  redis.call('ZADD', lines, 'LT', now + ARGV[6], kind .. ':' .. owner)
else
  -- Registered by a version that knew no lines.
  redis.call('ZADD', outbox, now, id)
  redis.call('ZADD', heartbeats, now, id)
end
return { 'repeated', unpack(fields) }
