-- A sign of life of a process, which becomes the watcher of the fleet when there is none.
-- Called by watch.sign.
-- KEYS 1 workers, 2 watcher
-- ARGV 1 id of the process, 2 name of the worker or '', 3 lockMs
-- Result 1 when this process is the watcher, else 0; and the time
local workers, watcher = unpack(KEYS)
local id, worker, lockMs = unpack(ARGV)
local now = nowMs()

if worker ~= '' then
  redis.call('ZADD', workers, now, worker)
end
local holder = redis.call('GET', watcher)
if holder and holder ~= id then
  return { 0, now }
end
redis.call('SET', watcher, id, 'PX', lockMs)
return { 1, now }
