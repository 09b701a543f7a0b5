-- A ledger record, with the time to judge its deadline by.
-- KEYS 1 record
-- Result { now in ms, fields... }
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return { now, unpack(redis.call('HGETALL', KEYS[1])) }
