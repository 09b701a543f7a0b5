-- A message was sent or given up, or is to be sent again later. The end of an alarm, which waited
-- for
-- the opening, is due then.
-- Called by alarms.settleMessage.
-- KEYS 1 outbox
-- ARGV 1 entry, 2 in how many ms it is sent again, or ''
-- Result 1 when the message was still there, else 0
local outbox, entry, againInMs = KEYS[1], ARGV[1], ARGV[2]
if not redis.call('ZSCORE', outbox, entry) then
  return 0
end
if againInMs ~= '' then
  redis.call('ZADD', outbox, nowMs() + againInMs, entry)
  return 1
end
redis.call('ZREM', outbox, entry)
local id = string.match(entry, '^(%S+) open$')
if id and redis.call('ZSCORE', outbox, id .. ' resolved') then
  redis.call('ZADD', outbox, nowMs(), id .. ' resolved')
end
return 1
