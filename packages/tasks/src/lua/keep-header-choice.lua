-- Keeps how an owner chose to read the header of an upload, for the next one of the type.
-- Called by headerChoices.keepHeaderChoice.
-- KEYS 1 choice
-- ARGV 1 JSON, 2 milliseconds that it is kept
-- Result 1
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
