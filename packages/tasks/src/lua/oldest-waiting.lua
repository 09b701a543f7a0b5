-- Since when the task of each kind waits that has waited longest to be begun, among the live tasks
-- of a bucket whose deadlines come first.
-- Called by fleet.waitingSince.
-- KEYS 1 deadlines
-- ARGV 1 entity prefix, 2 most tasks looked at
-- Result { kind, since... }
local now = nowMs()
local oldest = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf', 'LIMIT', 0, ARGV[2])) do
  local phase, kind, expiresAt, ttlMs, waitsUntil =
    unpack(redis.call('HMGET', ARGV[1] .. id, 'phase', 'kind', 'expiresAt', 'ttlMs', 'waitsUntil'))
  if phase == 'queued' and (not waitsUntil or waitsUntil == '' or tonumber(waitsUntil) <= now) then
    -- Whatever queues a task begins its deadline anew.
    local since = expiresAt - ttlMs
    if not oldest[kind] or since < oldest[kind] then
      oldest[kind] = since
    end
  end
end
local result = {}
for kind, since in pairs(oldest) do
  result[#result + 1] = kind
  result[#result + 1] = since
end
return result
