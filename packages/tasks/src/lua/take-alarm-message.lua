-- Takes the next message that is due to a sink, under a lease: whoever takes it sends it. The end
-- of
-- an alarm waits until its opening was sent or given up.
-- Called by alarms.takeMessage.
-- KEYS 1 outbox
-- ARGV 1 prefix of alarms, 2 sink, 3 leaseMs
-- Result the entry, how often it was taken, and the fields of its alarm; empty when nothing is due
local outbox = KEYS[1]
local prefix, sink, leaseMs = unpack(ARGV)
local now = nowMs()

for _, entry in ipairs(redis.call('ZRANGEBYSCORE', outbox, '-inf', now, 'LIMIT', 0, 100)) do
  local id, state = string.match(entry, '^(%S+) (%S+)$')
  local opening = state == 'resolved' and redis.call('ZSCORE', outbox, id .. ' open')
  if opening then
    redis.call('ZADD', outbox, opening + 1, entry)
  elseif redis.call('EXISTS', prefix .. id) == 0 then
    redis.call('ZREM', outbox, entry)
  else
    redis.call('ZADD', outbox, now + leaseMs, entry)
    local tries = redis.call('HINCRBY', prefix .. id, 'tries:' .. sink .. ':' .. state, 1)
    return { entry, tries, redis.call('HGETALL', prefix .. id) }
  end
end
return {}
