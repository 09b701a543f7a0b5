-- The registration that was taken under a key, while its record is kept.
-- Called by registrations.registeredAs.
-- KEYS 1 registration under this key
-- ARGV 1 record prefix
-- Result { task id, body }, empty when there is none
local id, body = unpack(redis.call('HMGET', KEYS[1], 'taskId', 'body'))
if not id or redis.call('EXISTS', ARGV[1] .. id) == 0 then
  return {}
end
return { id, body }
