-- Walks an index of ledger records from new to old, over a bounded number of entries, and picks
-- those that match.
-- A live record past its deadline counts as expired. Texts match whatever the case of Latin
-- letters.
-- Called by listing.list.
-- KEYS 1 index, members begin with a task id
-- ARGV 1 record prefix, 2 bound that the walk begins below, 3 bound that it ends at, 4 most ids
--      wanted, 5 most entries walked, 6 kind or '', 7 type or '', 8 phase or '', 9 registered at
--      this time or later or '', 10 registered before this time or '', 11 part of the name of a
--      file or '', 12 the same as JSON writes it, 13 part of an error or '', 14 the same as JSON
--      writes it, 15.. codes of errors that match part 13
-- Result { entries walked, id of the last entry walked or '' when the end was reached, ids... }
local recordPrefix, limit, walked = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5])
local kind, type, phase, from, to = ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
local file, fileInJson = string.lower(ARGV[11]), string.lower(ARGV[12])
local fault, faultInJson = string.lower(ARGV[13]), string.lower(ARGV[14])
local codes = {}
for i = 15, #ARGV do
  codes[ARGV[i]] = true
end
local hasCodes = next(codes) ~= nil
local now = nowMs()

-- Thousands of records are looked at, so only the fields that are asked for are read.
local fields, place = { 'phase', 'expiresAt' }, {}
local function read(isAsked, ...)
  for _, name in ipairs(isAsked and { ... } or {}) do
    fields[#fields + 1] = name
    place[name] = #fields
  end
end
read(kind ~= '', 'kind')
read(type ~= '', 'type')
read(from or to, 'registeredAt')
read(file ~= '', 'upload', 'result', 'issues', 'fileName')
read(fault ~= '', 'error')

local function has(text, part)
  return string.find(string.lower(tostring(text)), part, 1, true) ~= nil
end

-- Most texts do not hold the part anywhere, and are not decoded.
local NOTHING = {}
local function decoded(json, part)
  if not json or json == '' or not (part == '' or has(json, part)) then
    return NOTHING
  end
  local isValid, value = pcall(cjson.decode, json)
  return isValid and value or NOTHING
end

local ROLES = { 'upload', 'result', 'issues' }
local function hasFile(values)
  for i = 1, #ROLES do
    local name = decoded(values[place[ROLES[i]]], fileInJson).name
    if name and has(name, file) then
      return true
    end
  end
  local wished = values[place.fileName]
  return wished and wished ~= '' and has(wished, file)
end

local function hasError(json)
  local told = decoded(json, hasCodes and '' or faultInJson)
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
  local values = redis.call('HMGET', recordPrefix .. id, unpack(fields))
  local itsPhase = values[1]
  if not itsPhase then
    return false
  end
  if LIVE[itsPhase] and tonumber(values[2]) <= now then
    itsPhase = 'expired'
  end
  local registeredAt = place.registeredAt and tonumber(values[place.registeredAt])
  return (kind == '' or kind == values[place.kind])
    and (type == '' or type == values[place.type])
    and (phase == '' or phase == itsPhase)
    and (not from or registeredAt >= from)
    and (not to or registeredAt < to)
    and (file == '' or hasFile(values))
    and (fault == '' or (itsPhase ~= 'expired' and hasError(values[place.error])))
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
