-- How many tasks of a bucket stand in the lines of one kind, without those that are in the queue.
-- Called by lines.countLined.
-- KEYS 1 lines
-- ARGV 1 kind, 2 line prefix
-- Result the number
local kind = ARGV[1] .. ':'
local count = 0
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(name, 1, #kind) == kind then
    count = count + redis.call('ZCOUNT', ARGV[2] .. name, 0, '+inf')
  end
end
return count
