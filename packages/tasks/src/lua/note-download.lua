-- Counts a download of a task's file.
-- Called by notes.noteDownload.
-- KEYS 1 record
-- Result downloads so far, or 0 when there is no such record
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
return redis.call('HINCRBY', KEYS[1], 'downloads', 1)
