-- Brings the ring of signing keys up to date and reads it: keys that Redis lost come back from the
-- process that knows them, a new key follows when the newest is old, keys that no address needs go.
-- Called by store.signingKeys.
-- KEYS 1 ring (hash): id -> '<made at> <secret>'
-- ARGV 1 rotateMs, 2 keepMs, 3 id of a new key, 4 its secret, 5.. ids and values that the process
--      knows
-- Result ids and values of the ring
local ring = KEYS[1]
local rotateMs, keepMs = tonumber(ARGV[1]), tonumber(ARGV[2])
local now = nowMs()
local function ageMs(value)
  return now - tonumber(string.match(value, '^%d+'))
end

for i = 5, #ARGV, 2 do
  redis.call('HSETNX', ring, ARGV[i], ARGV[i + 1])
end
local isFresh = false
local known = redis.call('HGETALL', ring)
for i = 1, #known, 2 do
  local age = ageMs(known[i + 1])
  if age > keepMs then
    redis.call('HDEL', ring, known[i])
  end
  isFresh = isFresh or age < rotateMs
end
if not isFresh then
  redis.call('HSET', ring, ARGV[3], now .. ' ' .. ARGV[4])
end
return redis.call('HGETALL', ring)
