-- Sums the files of ledger records, over a bounded number of records.
-- Called by fleet.filesUsed.
-- KEYS 1 records of the bucket
-- ARGV 1 record prefix, 2 bound that the walk begins above, 3 most records walked
-- Result { records there, member to go on above or '' when the end was reached, name, files,
--      bytes... }; a name is `<kind>:<file>`
local members = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[2], '+', 'LIMIT', 0, ARGV[3])
local files, bytes, records = {}, {}, 0
for _, member in ipairs(members) do
  local record = ARGV[1] .. string.sub(member, 1, 36)
  local kind, upload, result, issues = unpack(redis.call('HMGET', record, 'kind', 'upload', 'result', 'issues'))
  if kind then
    records = records + 1
    for role, json in pairs({ upload = upload, result = result, issues = issues }) do
      local isValid, file = pcall(cjson.decode, json or '')
      if isValid and type(file) == 'table' and file.sizeBytes then
        local name = kind .. ':' .. role
        files[name] = (files[name] or 0) + 1
        bytes[name] = (bytes[name] or 0) + file.sizeBytes
      end
    end
  end
end
local answer = { records, #members == tonumber(ARGV[3]) and members[#members] or '' }
for name, count in pairs(files) do
  answer[#answer + 1] = name
  answer[#answer + 1] = count
  answer[#answer + 1] = string.format('%.0f', bytes[name])
end
return answer
