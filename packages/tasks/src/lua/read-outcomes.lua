-- How the tasks of one bucket ended.
-- Called by watch.outcomes.
-- KEYS 1 outcomes
-- Result its fields
return redis.call('HGETALL', KEYS[1])
