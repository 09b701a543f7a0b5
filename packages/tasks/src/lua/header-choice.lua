-- How an owner chose to read the header of the last upload of a type.
-- Called by headerChoices.headerChoice.
-- KEYS 1 choice
-- Result JSON, or nil
return redis.call('GET', KEYS[1])
