-- A process ends in order: its silence tells nothing, and another one is the watcher.
-- Called by watch.leave.
-- KEYS 1 workers, 2 watcher
-- ARGV 1 id of the process, 2 name of the worker or ''
-- Result 1
redis.call('ZREM', KEYS[1], ARGV[2])
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('DEL', KEYS[2])
end
return 1
