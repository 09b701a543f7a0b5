-- Reads the workers that gave a sign of life.
-- Called by fleet.workers.
-- KEYS 1 workers
-- Result { now, name, what was told... }
return { nowMs(), unpack(redis.call('HGETALL', KEYS[1])) }
