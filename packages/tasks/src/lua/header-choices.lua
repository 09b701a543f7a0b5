-- How an owner chose to read the headers of the last uploads of a type.
-- Called by headerChoices.headerChoices.
-- KEYS 1 choices
-- Result JSON of each, the last choice first
return redis.call('LRANGE', KEYS[1], 0, -1)
