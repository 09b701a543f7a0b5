-- Walks an index of ledger records from new to old, over a bounded number of entries, and picks
-- those that match.
-- A live record past its deadline counts as expired. Texts match whatever the case of Latin
-- letters.
-- Called by listing.list.
-- KEYS 1 index, members begin with a task id
-- ARGV 1 record prefix, 2 bound that the walk begins below, 3 bound that it ends at, 4 most ids
--      wanted, 5 most entries walked, 6 kind or '', 7 type or '', 8 phase or '', 9 registered at
--      this time or later or '', 10 registered before this time or '', 11 part of the name of a
--      file or '', 12 part of an error or '', 13.. codes of errors that match part 12
-- Result { entries walked, id of the last entry walked or '' when the end was reached, ids... }
local recordPrefix, limit, walked = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5])
local kind, type, phase, from, to = ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
local file, fault = string.lower(ARGV[11]), string.lower(ARGV[12])
local codes = {}
for i = 13, #ARGV do
  codes[ARGV[i]] = true
end
local now = nowMs()

local function has(text, part)
  return string.find(string.lower(tostring(text)), part, 1, true) ~= nil
end

local function decoded(json)
  if not json or json == '' then
    return {}
  end
  local isValid, value = pcall(cjson.decode, json)
  return isValid and value or {}
end

local function hasFile(record)
  local fields = redis.call('HMGET', record, 'upload', 'result', 'issues', 'fileName')
  for i = 1, 3 do
    local name = decoded(fields[i]).name
    if name and has(name, file) then
      return true
    end
  end
  return fields[4] and has(fields[4], file)
end

local function hasError(record)
  local told = decoded(redis.call('HGET', record, 'error'))
  if not told.code then
    return false
  end
  if codes[told.code] or has(told.code, fault) or has(told.message, fault) or has(told.cause or '', fault) then
    return true
  end
  for _, value in pairs(told.values or {}) do
    if has(value, fault) then
      return true
    end
  end
  return false
end

local function matches(id)
  local record = recordPrefix .. id
  local itsKind, itsType, itsPhase, expiresAt, registeredAt =
    unpack(redis.call('HMGET', record, 'kind', 'type', 'phase', 'expiresAt', 'registeredAt'))
  if not itsPhase then
    return false
  end
  if LIVE[itsPhase] and tonumber(expiresAt) <= now then
    itsPhase = 'expired'
  end
  return (kind == '' or kind == itsKind)
    and (type == '' or type == itsType)
    and (phase == '' or phase == itsPhase)
    and (not from or tonumber(registeredAt) >= from)
    and (not to or tonumber(registeredAt) < to)
    and (file == '' or hasFile(record))
    and (fault == '' or (itsPhase ~= 'expired' and hasError(record)))
end

local members = redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[2], ARGV[3], 'LIMIT', 0, walked)
local found = {}
for position, member in ipairs(members) do
  local id = string.sub(member, 1, 36)
  if matches(id) then
    found[#found + 1] = id
  end
  if #found == limit and position < #members then
    return { position, id, unpack(found) }
  end
end
local last = #members == walked and string.sub(members[walked], 1, 36) or ''
return { #members, last, unpack(found) }
