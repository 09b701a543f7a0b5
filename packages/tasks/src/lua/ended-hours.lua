-- Reads the counts of what ended in a bucket on some days.
-- Called by fleet.ended.
-- KEYS 1 ended prefix
-- ARGV 1 first day since 1970, 2 last day
-- Result { name, count... }
if ARGV[1] == ARGV[2] then
  return redis.call('HGETALL', KEYS[1] .. ARGV[1])
end
local result = {}
for day = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  for _, part in ipairs(redis.call('HGETALL', KEYS[1] .. string.format('%d', day))) do
    result[#result + 1] = part
  end
end
return result
