-- A worker says that it is there, and what it runs. Workers that were silent for long are
-- forgotten.
-- Called by fleet.tellWorker.
-- KEYS 1 workers
-- ARGV 1 name, 2 boot of the process, 3 what it says, 4 milliseconds of silence after which a
--      worker is forgotten
-- Result 1
local now = nowMs()
local since = now
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
  local boot, firstSeen, lastSeen = string.match(redis.call('HGET', KEYS[1], name), '^(%S+) (%d+) (%d+) ')
  if name == ARGV[1] and boot == ARGV[2] then
    since = firstSeen
  elseif now - lastSeen > tonumber(ARGV[4]) then
    redis.call('HDEL', KEYS[1], name)
  end
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %.0f %.0f %s', ARGV[2], since, now, ARGV[3]))
return 1
