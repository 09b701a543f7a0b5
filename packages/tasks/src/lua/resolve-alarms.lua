-- Ends the open alarms whose cause was not seen for a window, and queues the message of that.
-- Called by alarms.resolveQuiet.
-- KEYS 1 open
-- ARGV 1 prefix of alarms, 2 prefix of outboxes, 3 windowMs, 4 keepMs, 5.. causes that could not be
--      looked for
-- Result how many ended
local open = KEYS[1]
local prefix, outboxPrefix, windowMs, keepMs = unpack(ARGV, 1, 4)
local now = nowMs()
local unknown = {}
for i = 5, #ARGV do
  unknown[ARGV[i]] = true
end

local ended = 0
local all = redis.call('HGETALL', open)
for i = 1, #all, 2 do
  local name, id = all[i], all[i + 1]
  local cause, lastSeenAt, sinks = unpack(redis.call('HMGET', prefix .. id, 'cause', 'lastSeenAt', 'sinks'))
  if not lastSeenAt then
    redis.call('HDEL', open, name)
  elseif not unknown[cause] and now - lastSeenAt >= tonumber(windowMs) then
    redis.call('HDEL', open, name)
    redis.call('HSET', prefix .. id, 'resolvedAt', now)
    redis.call('PEXPIRE', prefix .. id, keepMs)
    for sink in string.gmatch(sinks, '[^,]+') do
      redis.call('ZADD', outboxPrefix .. sink, now, id .. ' resolved')
    end
    ended = ended + 1
  end
end
return ended
