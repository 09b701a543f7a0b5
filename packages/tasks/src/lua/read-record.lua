-- A ledger record, with the time to judge its deadline by.
-- Called by reads.record and reads.list.
-- KEYS 1 record
-- Result { now in ms, fields... }
local now = nowMs()
return { now, unpack(redis.call('HGETALL', KEYS[1])) }
