-- Keeps a sample of the outcomes from time to time, and finds the one from which a window counts.
-- Called by watch.sample.
-- KEYS 1 samples: '<time> <JSON>', newest first
-- ARGV 1 the outcomes (JSON), 2 windowMs, 3 ms between two samples
-- Result the newest sample that is older than the window, else the oldest; empty when there is none
local samples = KEYS[1]
local now, windowMs = nowMs(), tonumber(ARGV[2])
local function ageMs(sample)
  return now - tonumber(string.match(sample, '^%d+'))
end

while redis.call('LLEN', samples) > 1 and ageMs(redis.call('LINDEX', samples, -2)) >= windowMs do
  redis.call('RPOP', samples)
end
local oldest = redis.call('LINDEX', samples, -1)
local newest = redis.call('LINDEX', samples, 0)
if not newest or ageMs(newest) >= tonumber(ARGV[3]) then
  redis.call('LPUSH', samples, string.format('%.0f', now) .. ' ' .. ARGV[1])
end
redis.call('PEXPIRE', samples, windowMs * 2)
return oldest and string.match(oldest, '^%d+ (.*)$') or ''
