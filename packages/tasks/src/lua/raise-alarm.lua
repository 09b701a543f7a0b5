-- Notes that the cause of an alarm was seen: opens the alarm and queues its message for each sink,
-- or keeps the open one. Occurrences are counted once, by how far their source was counted before.
-- Called by alarms.raise.
-- KEYS 1 open, 2 recent, 3 seen
-- ARGV 1 prefix of alarms, 2 prefix of outboxes, 3 id of a new alarm, 4 cause, 5 subject, 6
--      severity, 7 details (JSON), 8 keepMs, 9 'state', 'total' (occurrences until now) or 'mark'
-- (a
--      number that rises with each), 10 source, 11 its number, 12.. sinks
-- Result 1 when an alarm was opened, else 0
local open, recent, seen = unpack(KEYS)
local prefix, outboxPrefix, id, cause, subject, severity, details, keepMs, way, source, number =
  unpack(ARGV, 1, 11)
local now = nowMs()
local name = cause .. ' ' .. subject

local added = 0
if way ~= 'state' then
  local current = tonumber(number)
  local last = tonumber(redis.call('HGET', seen, source) or 0)
  if current == last or (way == 'mark' and current < last) then
    return 0
  end
  -- totals that are less than before: Redis lost its data, and counts anew
  added = (way == 'mark' and 1) or (current > last and current - last) or current
  redis.call('HSET', seen, source, number)
  if added == 0 then
    return 0
  end
end

local known = redis.call('HGET', open, name)
if known and redis.call('EXISTS', prefix .. known) == 1 then
  redis.call('HINCRBY', prefix .. known, 'count', added)
  redis.call('HSET', prefix .. known, 'lastSeenAt', now, 'details', details)
  redis.call('PEXPIRE', prefix .. known, keepMs)
  return 0
end
local sinks = {}
for i = 12, #ARGV do
  sinks[#sinks + 1] = ARGV[i]
  redis.call('ZADD', outboxPrefix .. ARGV[i], now, id .. ' open')
end
redis.call('HSET', prefix .. id, 'id', id, 'cause', cause, 'subject', subject, 'severity', severity,
  'details', details, 'sinks', table.concat(sinks, ','), 'openedAt', now, 'lastSeenAt', now,
  'resolvedAt', '', 'count', math.max(added, 1))
redis.call('PEXPIRE', prefix .. id, keepMs)
redis.call('HSET', open, name, id)
redis.call('ZREMRANGEBYSCORE', recent, '-inf', now - keepMs)
redis.call('ZADD', recent, now, id)
return 1
