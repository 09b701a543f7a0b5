-- Reads the open alarms, and the newest of all.
-- Called by alarms.list.
-- KEYS 1 open, 2 recent
-- ARGV 1 prefix of alarms, 2 how many of all
-- Result two lists of alarms, each as its fields
local prefix = ARGV[1]
local open, recent = {}, {}
local ids = redis.call('HGETALL', KEYS[1])
for i = 2, #ids, 2 do
  open[#open + 1] = redis.call('HGETALL', prefix .. ids[i])
end
for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[2], '+inf', '-inf', 'LIMIT', 0, ARGV[2])) do
  recent[#recent + 1] = redis.call('HGETALL', prefix .. id)
end
return { open, recent }
