-- Starts the next attempt of a live task that is not paused. An earlier attempt that is still open
-- is lost, and fenced
-- off by the new number.
-- Called by attempts.claim.
-- KEYS 1 entity, 2 record, 3 outbox, 4 deadlines, 5 heartbeats
-- ARGV 1 task id, 2 worker, 3 nonce of this call: the same call sent again gets the same attempt
-- Result { 'claimed', milliseconds left until the deadline, fields... }, { 'exhausted', attempts
--      used } (nothing is changed) or { 'refused', phase or '', phase of the record or '' }
local entity, record, outbox, heartbeats = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local id, worker, nonce = ARGV[1], ARGV[2], ARGV[3]

local now = nowMs()
local phase, attempt, spent, maxAttempts, claimedBy, expiresAt =
  unpack(redis.call('HMGET', entity, 'phase', 'attempt', 'spent', 'maxAttempts', 'claim', 'expiresAt'))
if phase == 'running' and claimedBy == nonce then
  return { 'claimed', expiresAt - now, unpack(redis.call('HGETALL', entity)) }
end
if not phase or not LIVE[phase] or phase == 'paused' then
  return { 'refused', phase or '', redis.call('HGET', record, 'phase') or '' }
end
if tonumber(spent) >= tonumber(maxAttempts) then
  return { 'exhausted', tonumber(spent) }
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
redis.call('HSET', entity, 'claim', nonce)
redis.call('HSET', record, 'attempt:' .. attempt .. ':worker', worker, 'attempt:' .. attempt .. ':startedAt', now)
redis.call('ZADD', heartbeats, now, id)
redis.call('ZREM', outbox, id)
return { 'claimed', expiresAt - now, unpack(redis.call('HGETALL', entity)) }
