-- Since when the foremost jobs of a queue have been seen waiting. Jobs that wait no longer are
-- forgotten.
-- Called by watch.waitingSince.
-- KEYS 1 waiting (hash): job -> when it was first seen
-- ARGV 1 keepMs, 2.. ids of jobs that wait
-- Result how long the one has waited that has waited longest, in ms
local waiting, now = KEYS[1], nowMs()
local first, longest = {}, 0
for i = 2, #ARGV do
  local since = tonumber(redis.call('HGET', waiting, ARGV[i]) or now)
  first[ARGV[i]] = since
  longest = math.max(longest, now - since)
end
redis.call('DEL', waiting)
for id, since in pairs(first) do
  redis.call('HSET', waiting, id, string.format('%.0f', since))
  redis.call('PEXPIRE', waiting, ARGV[1])
end
return longest
