-- Walks an index of ledger records from new to old, over a bounded number of entries, and picks
-- those that match.
-- A live record past its deadline counts as expired.
-- Called by reads.list.
-- KEYS 1 index, members begin with a task id
-- ARGV 1 record prefix, 2 task id to go on below or '', 3 most ids wanted, 4 most entries walked, 5
--      kind or '', 6 type or '', 7 phase or ''
-- Result { id of the last entry walked or '' when the end was reached, ids... }
local recordPrefix, cursor, limit, walked = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local kind, type, phase = ARGV[5], ARGV[6], ARGV[7]
local now = nowMs()

local function matches(id)
  local itsKind, itsType, itsPhase, expiresAt = unpack(redis.call('HMGET', recordPrefix .. id, 'kind', 'type', 'phase', 'expiresAt'))
  if not itsPhase then
    return false
  end
  if LIVE[itsPhase] and tonumber(expiresAt) <= now then
    itsPhase = 'expired'
  end
  return (kind == '' or kind == itsKind) and (type == '' or type == itsType) and (phase == '' or phase == itsPhase)
end

local highest = cursor == '' and '+' or '(' .. cursor
local members = redis.call('ZREVRANGEBYLEX', KEYS[1], highest, '-', 'LIMIT', 0, walked)
local found = {}
for position, member in ipairs(members) do
  local id = string.sub(member, 1, 36)
  if matches(id) then
    found[#found + 1] = id
  end
  if #found == limit and position < #members then
    return { id, unpack(found) }
  end
end
local last = #members == walked and string.sub(members[walked], 1, 36) or ''
return { last, unpack(found) }
