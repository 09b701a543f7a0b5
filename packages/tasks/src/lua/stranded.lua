-- Tasks of a bucket that may have no job: in the outbox for long enough, or silent for long.
-- Called by maintenance.stranded.
-- KEYS 1 outbox, 2 heartbeats
-- ARGV 1 age in ms from which an outbox entry counts, 2 silence in ms, 3 most ids wanted of each
-- Result { ids not queued, silent ids that are not in the outbox }
local now = nowMs()
local silent = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[2], 'LIMIT', 0, ARGV[3])) do
  if not redis.call('ZSCORE', KEYS[1], id) then
    silent[#silent + 1] = id
  end
end
return {
  redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1], 'LIMIT', 0, ARGV[3]),
  silent,
}
