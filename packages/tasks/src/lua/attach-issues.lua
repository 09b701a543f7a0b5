-- Adds an error workbook to a task that ended without one.
-- Called by notes.attachIssues.
-- KEYS 1 entity, 2 record
-- ARGV 1 attempt that was the newest when the task ended, 2 issues
-- Result 1, or 0 when the task is live again, was run again, or has an error workbook
local phase, attempt, issues = unpack(redis.call('HMGET', KEYS[2], 'phase', 'attempt', 'issues'))
if not phase or LIVE[phase] or attempt ~= ARGV[1] or issues ~= '' then
  return 0
end
for _, key in ipairs({ KEYS[1], KEYS[2] }) do
  if redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'issues', ARGV[2])
  end
end
return 1
