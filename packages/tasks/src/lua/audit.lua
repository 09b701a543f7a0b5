-- Adds an entry to the audit log, and drops what is older or more than is kept.
-- Called by audit.add.
-- KEYS 1 audit log
-- ARGV 1 most entries, 2 milliseconds for which an entry is kept, 3.. fields and values
-- Result id of the entry
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, 3))
redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', nowMs() - ARGV[2]))
return id
