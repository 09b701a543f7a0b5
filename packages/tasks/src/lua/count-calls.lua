-- Adds calls to the counts of some callers of one bucket; a count lives for a minute from its first
-- call.
-- Called by store.countCalls.
-- KEYS the count of each caller
-- ARGV the calls of each caller, in the order of KEYS
-- Result the count of each caller and the milliseconds that it still lives, alternating
local result = {}
for i, key in ipairs(KEYS) do
  local total = redis.call('INCRBY', key, ARGV[i])
  local leftMs = redis.call('PTTL', key)
  if leftMs < 0 then
    leftMs = 60000
    redis.call('PEXPIRE', key, leftMs)
  end
  result[#result + 1] = total
  result[#result + 1] = leftMs
end
return result
