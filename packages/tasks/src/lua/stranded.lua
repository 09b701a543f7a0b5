-- Tasks of a bucket that may have no job: in the outbox for long enough, or silent for long; and
-- lines that are to be looked at.
-- Called by maintenance.stranded.
-- KEYS 1 outbox, 2 heartbeats, 3 lines
-- ARGV 1 age in ms from which an outbox entry counts, 2 silence in ms, 3 most ids wanted of each, 4
--      line prefix
-- Result { ids not queued, silent ids that are not in the outbox, names of lines, each followed by
--      its first task }
local now = nowMs()
local silent = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[2], 'LIMIT', 0, ARGV[3])) do
  if not redis.call('ZSCORE', KEYS[1], id) then
    silent[#silent + 1] = id
  end
end
local lines = {}
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, ARGV[3])) do
  local first = redis.call('ZRANGE', ARGV[4] .. name, 0, 0)[1]
  if first then
    lines[#lines + 1] = name
    lines[#lines + 1] = first
  else
    redis.call('ZREM', KEYS[3], name)
  end
end
return {
  redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1], 'LIMIT', 0, ARGV[3]),
  silent,
  lines,
}
