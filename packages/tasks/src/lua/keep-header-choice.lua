-- Keeps how an owner chose to read the header of an upload, for the next ones of the type; it takes
-- the place of an earlier choice for the same header.
-- Called by headerChoices.keepHeaderChoice.
-- KEYS 1 choices
-- ARGV 1 JSON, 2 the part of it that names the header, 3 how many are kept, 4 for how many ms
-- Result 1
for _, choice in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if string.find(choice, ARGV[2], 1, true) == 1 then
    redis.call('LREM', KEYS[1], 0, choice)
  end
end
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ARGV[3] - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
