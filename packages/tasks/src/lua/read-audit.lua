-- Reads the audit log from old to new.
-- Called by audit.after.
-- KEYS 1 audit log
-- ARGV 1 oldest id or '-', 2 newest id or '+', 3 most entries
-- Result { id, { field, value... } }...
return redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[2], 'COUNT', ARGV[3])
