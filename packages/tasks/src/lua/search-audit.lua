-- Walks the audit log from new to old, over a bounded number of entries, and picks those that
-- match.
-- Called by audit.search.
-- KEYS 1 audit log
-- ARGV 1 newest id or '+', 2 oldest id or '-', 3 most entries wanted, 4 most entries walked, 5..
--      fields and values that an entry must have
-- Result { entries walked, id of the last entry walked or '' when the end was reached, id of the
--      oldest entry kept or '', { id, { field, value... } }... }
local wanted, walked = tonumber(ARGV[3]), tonumber(ARGV[4])

local function matches(fields)
  local entry = {}
  for i = 1, #fields, 2 do
    entry[fields[i]] = fields[i + 1]
  end
  for i = 5, #ARGV, 2 do
    if entry[ARGV[i]] ~= ARGV[i + 1] then
      return false
    end
  end
  return true
end

local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local entries = redis.call('XREVRANGE', KEYS[1], ARGV[1], ARGV[2], 'COUNT', walked)
local result = { #entries, #entries == walked and entries[walked][1] or '', first and first[1] or '' }
for position, entry in ipairs(entries) do
  if matches(entry[2]) then
    result[#result + 1] = entry
  end
  if #result - 3 == wanted and position < #entries then
    result[1], result[2] = position, entry[1]
    return result
  end
end
return result
