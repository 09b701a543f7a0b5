-- Keeps an entry of the audit log beside the task that it is about, for longer than the record.
-- Called by audit.add.
-- KEYS 1 acts of the task, 2 record
-- ARGV 1 entry, 2 most entries, 3 ledgerTtlMs
-- Result number of entries, or 0 when there is no such record
local leftMs = redis.call('PTTL', KEYS[2])
if leftMs < 0 then
  return 0
end
local count = redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], -ARGV[2], -1)
redis.call('PEXPIRE', KEYS[1], leftMs + ARGV[3])
return count
