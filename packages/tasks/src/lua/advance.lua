-- Lets the first task of each line into the queue, one at a time: the next one only when it has
-- begun.
-- Its priority is the better, the fewer tasks of its owner run, so that all owners have their
-- share; among equals small work goes first, and what has waited for long. When the priority of the
-- task that is in the queue has changed, that is told too.
-- Called by lines.advance, for lines of one owner.
-- KEYS 1 runs of the owner, 2 lines, 3 outbox, 4 heartbeats, 5 durations, 6.. each line
-- ARGV 1 entity prefix, 2 most runs of an owner or 0, 3 longest run in ms of small work, 4 ms after
--      which all work counts as small, 5 ms until the recoverer looks, 6.. name of each line
-- Result of each line { task id, priority from 1, 1 when the task is in the queue already }, or {}
--      when nothing changes
local runs, lines, outbox, heartbeats, durations = unpack(KEYS)
local entityPrefix, maxRuns = ARGV[1], tonumber(ARGV[2])
local FIRST_LINE = 6
local now = nowMs()
local running = nil -- counted for the first task that waits

local function goesAhead(entity)
  local size, registeredAt, kind, type = unpack(redis.call('HMGET', entity, 'small', 'registeredAt', 'kind', 'type'))
  if size == '1' or now - registeredAt >= tonumber(ARGV[4]) then
    return true
  end
  local duration = redis.call('HGET', durations, kind .. ':' .. type)
  return size == '' and duration ~= false and tonumber(duration) <= tonumber(ARGV[3])
end

local function advance(line, name)
  while true do
    local id, score = unpack(redis.call('ZRANGE', line, 0, 0, 'WITHSCORES'))
    if not id then
      redis.call('ZREM', lines, name)
      return {}
    end
    local entity = entityPrefix .. id
    local phase = redis.call('HGET', entity, 'phase')
    if phase == 'queued' then
      running = running or countRuns(runs, entityPrefix)
      local isQueued = tonumber(score) < 0
      local isAhead = goesAhead(entity)
      local priority = 2 * running + (isAhead and 1 or 2)
      local hasRoom = isQueued or maxRuns == 0 or running < maxRuns
      if hasRoom and isAhead and redis.call('ZCARD', line) == 1 then
        redis.call('ZREM', lines, name)
      else
        redis.call('ZADD', lines, now + ARGV[5], name)
      end
      if not hasRoom or tonumber(score) == -priority then
        return {}
      end
      redis.call('ZADD', line, -priority, id)
      if not isQueued then
        redis.call('ZADD', outbox, now, id)
        redis.call('ZADD', heartbeats, now, id)
      end
      return { id, priority, isQueued and 1 or 0 }
    end
    redis.call('ZREM', line, id)
  end
end

local turns = {}
for i = FIRST_LINE, #KEYS do
  turns[#turns + 1] = advance(KEYS[i], ARGV[i])
end
return turns
