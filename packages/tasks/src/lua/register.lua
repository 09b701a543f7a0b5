-- Decides a registration: one that came before under the same key is told, for as long as its
-- record is kept; a live task keeps the slot; a finished one gives its place to the new task.
-- The new task stands in its owner's line; the recoverer looks there if nobody else does.
-- Called by registrations.register.
-- KEYS 1 slot, 2 entity, 3 record, 4 records of the bucket, 5 records of the owner, 6 line, 7
--      deadlines, 8 lines, 9 registration under this key
-- ARGV 1 task id, 2 owner, 3 ttlMs, 4 ledgerTtlMs, 5 params hash, 6 entity prefix, 7 record prefix,
--      8 owner prefix, 9 body or '' when there is no key, 10 name of the line, 11 milliseconds
--      until the recoverer looks,
--      12.. fields and values of the new task
-- Result { 'registered', id of the task it replaced or '', fields... }, { 'held', id of the live
--      task, 1 when its params hash is the same } or { 'known', id of the task of that
--      registration, 1 when its body is the same }
local TRIMMED_AT_ONCE = 4

local slot, entity, record, records, line, deadlines, lines = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[6], KEYS[7], KEYS[8]
local registration = KEYS[9]
local id, owner, body = ARGV[1], ARGV[2], ARGV[9]
local entityPrefix, recordPrefix, ownerPrefix = ARGV[6], ARGV[7], ARGV[8]
local now = nowMs()
local expiresAt = now + ARGV[3]

if body ~= '' then
  local known, knownBody = unpack(redis.call('HMGET', registration, 'taskId', 'body'))
  if known and redis.call('EXISTS', recordPrefix .. known) == 1 then
    return { 'known', known, knownBody == body and 1 or 0 }
  end
end

local replaced = ''
local holder = redis.call('GET', slot)
if holder == id then
  -- The same call came before, and its answer was lost.
  return { 'registered', '', unpack(redis.call('HGETALL', entity)) }
end
if holder then
  local phase, hash = unpack(redis.call('HMGET', entityPrefix .. holder, 'phase', 'paramsHash'))
  if phase and LIVE[phase] then
    return { 'held', holder, hash == ARGV[5] and 1 or 0 }
  end
  if phase then
    redis.call('DEL', entityPrefix .. holder)
    redis.call('HSET', recordPrefix .. holder, 'cleared', 1)
    replaced = holder
  end
end

redis.call('HSET', entity, 'registeredAt', now, 'expiresAt', expiresAt, unpack(ARGV, 12))
redis.call('HSET', record, 'registeredAt', now, 'expiresAt', expiresAt, unpack(ARGV, 12))
redis.call('SET', slot, id, 'PXAT', expiresAt)
redis.call('PEXPIREAT', entity, expiresAt)
redis.call('PEXPIREAT', record, expiresAt + ARGV[4])
if body ~= '' then
  -- A record is kept for ledgerTtlMs and twice ttlMs at most: until its deadline, and from its end.
  redis.call('HSET', registration, 'taskId', id, 'body', body)
  redis.call('PEXPIREAT', registration, expiresAt + ARGV[3] + ARGV[4])
end
redis.call('ZADD', deadlines, expiresAt, id)
redis.call('ZADD', line, now, id)
redis.call('ZADD', lines, 'LT', now + ARGV[11], ARGV[10])

-- Each registration adds one index entry and looks at the oldest few, so the indexes stay as long
-- as the ledger.
for _, member in ipairs(redis.call('ZRANGE', records, 0, TRIMMED_AT_ONCE - 1)) do
  local oldId, oldOwner = string.sub(member, 1, 36), string.sub(member, 38)
  if redis.call('EXISTS', recordPrefix .. oldId) == 0 then
    redis.call('ZREM', records, member)
    redis.call('ZREM', ownerPrefix .. oldOwner, oldId)
  end
end
redis.call('ZADD', records, 0, id .. ':' .. owner)
redis.call('ZADD', KEYS[5], 0, id)

return { 'registered', replaced, unpack(redis.call('HGETALL', entity)) }
