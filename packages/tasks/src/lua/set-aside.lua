-- Takes an entry that no sweeper can handle out of their lists, and remembers it as long as a
-- record lives.
-- Called by maintenance.setAside.
-- KEYS 1 outbox, 2 deadlines, 3 heartbeats, 4 set aside, 5 record
-- ARGV 1 task id, 2 ledgerTtlMs
-- Result 1, or 0 when it was set aside before
local id = ARGV[1]
local now = nowMs()

for list = 1, 3 do
  redis.call('ZREM', KEYS[list], id)
end
-- The record may be what is broken: then its line cannot be known.
local line = redis.pcall('HGET', KEYS[5], 'line')
if type(line) == 'string' then
  redis.call('ZREM', line, id)
end
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - ARGV[2])
return redis.call('ZADD', KEYS[4], 'NX', now, id)
