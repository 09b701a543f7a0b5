-- Reads who did what with a task.
-- Called by audit.actsOf.
-- KEYS 1 acts of the task
-- Result the entries, oldest first
return redis.call('LRANGE', KEYS[1], 0, -1)
