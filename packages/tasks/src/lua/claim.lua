-- Starts the next attempt of a live task that is not paused. An earlier attempt that is still open
-- is lost, and fenced off by the new number. A retry that is not due by the clock of Redis has to
-- wait, whatever the clock of the worker that asks.
-- Called by attempts.claim.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats, 6 lines
-- ARGV 1 task id, 2 worker, 3 nonce of this call: the same call sent again gets the same attempt, 4
--      most runs of an owner or 0, 5 entity prefix, 6 milliseconds until the recoverer looks
-- Result { 'claimed', milliseconds left until the deadline, fields... }, { 'early', milliseconds
--      until the retry is due } or { 'exhausted', attempts used, error of the attempt that is
--      lost or '' } (nothing is changed), { 'full' } when as many tasks of the owner run as may
--      (the task stands in its line again) or { 'refused', phase or '', phase of the record or '' }
local entity, record, outbox, heartbeats, lines = KEYS[1], KEYS[2], KEYS[3], KEYS[5], KEYS[6]
local id, worker, nonce, maxRuns = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])

local now = nowMs()
local phase, attempt, spent, maxAttempts, claimedBy, expiresAt =
  unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent', 'maxAttempts', 'claim', 'expiresAt'))
if phase == 'running' and claimedBy == nonce then
  return { 'claimed', expiresAt - now, unpack(redis.call('HGETALL', entity)) }
end
if not phase or not LIVE[phase] or phase == 'paused' then
  return { 'refused', phase or '', redis.call('HGET', record, 'phase') or '' }
end
local dueAt = phase == 'retrying' and redis.call('ZSCORE', outbox, id)
if dueAt and tonumber(dueAt) > now then
  return { 'early', dueAt - now }
end
if tonumber(spent) >= tonumber(maxAttempts) then
  local fault = phase == 'running' and redis.call('HGET', record, 'attempt:' .. attempt .. ':error')
  return { 'exhausted', tonumber(spent), fault or '' }
end

local line, runs, kind, owner, registeredAt = unpack(redis.call('HMGET', entity, 'line', 'runs', 'kind', 'owner', 'registeredAt'))
if line and maxRuns > 0 and phase == 'queued' and countRuns(runs, ARGV[5]) >= maxRuns then
  redis.call('ZADD', line, registeredAt, id)
  redis.call('ZADD', lines, 'LT', now + ARGV[6], kind .. ':' .. owner)
  redis.call('ZREM', outbox, id)
  redis.call('ZREM', heartbeats, id)
  redis.call('HSET', entity, 'waitsUntil', '')
  redis.call('HSET', record, 'waitsUntil', '')
  return { 'full' }
end

if phase == 'running' then
  redis.call('HSET', record, 'attempt:' .. attempt .. ':outcome', 'lost', 'attempt:' .. attempt .. ':endedAt', now)
end
attempt = tonumber(attempt) + 1
local startedAt = redis.call('HGET', entity, 'startedAt')
if startedAt == '' then
  startedAt = now
end
for _, key in ipairs({ entity, record }) do
  redis.call('HSET', key, 'phase', 'running', 'attempt', attempt, 'spent', spent + 1, 'startedAt', startedAt, 'error', '',
    'rowsPerSecond', '', 'etaMs', '', 'waitsUntil', '')
end
redis.call('HSET', entity, 'claim', nonce, 'claimedAt', now)
redis.call('HSET', record, 'attempt:' .. attempt .. ':worker', worker, 'attempt:' .. attempt .. ':startedAt', now)
redis.call('ZADD', heartbeats, now, id)
redis.call('ZREM', outbox, id)
if line then
  redis.call('ZREM', line, id)
  redis.call('SADD', runs, id)
  if redis.call('PTTL', runs) < expiresAt - now then
    redis.call('PEXPIREAT', runs, expiresAt)
  end
end
return { 'claimed', expiresAt - now, unpack(redis.call('HGETALL', entity)) }
