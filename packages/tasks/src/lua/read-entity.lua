-- The live entity.
-- Called by reads.find.
-- KEYS 1 entity
-- Result its fields, empty when there is none
return redis.call('HGETALL', KEYS[1])
