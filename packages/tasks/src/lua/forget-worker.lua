-- A worker whose silence was told is no worker any more, unless it is back.
-- Called by watch.forgetWorker.
-- KEYS 1 workers, 2 seen
-- ARGV 1 name, 2 its last sign of life, 3 its field of `seen`
-- Result 1 when it was forgotten, else 0
local lastSign = redis.call('ZSCORE', KEYS[1], ARGV[1])
if lastSign and tonumber(lastSign) > tonumber(ARGV[2]) then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[3])
return 1
