import { luaScript } from './lua-script.ts';
import { turns } from './turn-script.ts';

/**
 * Appends all or nothing. Redis runs a script alone, and everything is looked at before the first write. Redis refuses
 * that first write when its memory is full, its disk fails or it is a replica, and never a later one of the same
 * script (script.c, scriptVerifyOOM and scriptVerifyWriteCommandAllow), so nothing is ever there by half.
 *
 * KEYS: feed, commands, empty commands; then the events and the turn of each expected stream.
 * ARGV: decided at (ms), maximum age (ms), maximum of missing events, turn (ms), the writer's id, number of streams,
 * number of commands; the expected versions; then of each command its actor, id, digest and number of events, followed
 * by the events as number of the stream (from 1), event id and body. Without commands the numbers of the streams that
 * the caller waits for may follow: then it looks whether its turn has come, and what it missed.
 *
 * Replies `{'known', number of the command, what is remembered, …}`, `{'stale'}`, `{'conflict', number of the stream,
 * its entries from the expected one on, …}`, `{'wait', ms}` when another has its turn on a stream this one writes to,
 * or `{'appended', time of the events of each stream, …}`. Who must wait is in the line from then on.
 *
 * An event is stored as `<ms> <feed position> <event id> <actor> <command> <body>`; a feed entry as `<version>
 * <stream's key of events>`; a command as `<feed position before it> <number of events> <digest>`.
 */
export const appendScript = luaScript(`${turns}
local feed, commands, empty = KEYS[1], KEYS[2], KEYS[3]
local streamCount, commandCount = tonumber(ARGV[6]), tonumber(ARGV[7])
local turnMs, writer = tonumber(ARGV[4]), ARGV[5]
local firstCommand = 8 + streamCount

local names, places, at = {}, {}, firstCommand
local writes = {}
for command = 1, commandCount do
  names[command] = ARGV[at] .. ' ' .. ARGV[at + 1]
  places[command] = at
  local eventCount = tonumber(ARGV[at + 3])
  at = at + 4
  for _ = 1, eventCount do
    writes[tonumber(ARGV[at])] = true
    at = at + 3
  end
end
-- Asked by one who was told to wait: whether he may go on, and from where.
local isLook = commandCount == 0 and #ARGV >= firstCommand
for index = firstCommand, isLook and #ARGV or 0 do writes[tonumber(ARGV[index])] = true end
local isWriter = isLook or commandCount > 0
if commandCount > 0 then
  local remembered = redis.call('HMGET', commands, unpack(names))
  local known = { 'known' }
  for command = 1, commandCount do
    if remembered[command] then
      known[#known + 1] = command
      known[#known + 1] = remembered[command]
    end
  end
  if #known > 1 then return known end
end

local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
if not isLook and nowMs - ARGV[1] > tonumber(ARGV[2]) then return { 'stale' } end

-- Nobody may go before those who have a turn.
local function mustWait()
  local waitMs = 0
  for stream = 1, streamCount do
    if writes[stream] then waitMs = math.max(waitMs, waitFor(KEYS[3 + 2 * stream], writer, nowMs, turnMs)) end
  end
  if waitMs == 0 then return nil end
  for stream = 1, streamCount do
    if writes[stream] then giveTurn(KEYS[3 + 2 * stream], writer, nowMs) end
  end
  return { 'wait', waitMs }
end

local wait = isLook and mustWait()
if wait then return wait end

local versions, times = {}, {}
local conflict = { 'conflict' }
for stream = 1, streamCount do
  local expected = tonumber(ARGV[7 + stream])
  local head = redis.call('XREVRANGE', KEYS[2 + 2 * stream], '+', '-', 'COUNT', 1)[1]
  versions[stream], times[stream] = 0, nowMs
  if head then
    versions[stream] = tonumber(string.match(head[1], '^%d+'))
    times[stream] = math.max(nowMs, tonumber(string.match(head[2][2], '^%d+')))
  end
  if versions[stream] ~= expected then
    conflict[#conflict + 1] = stream
    conflict[#conflict + 1] =
      redis.call('XRANGE', KEYS[2 + 2 * stream], expected, '+', 'COUNT', ARGV[3] + math.min(expected, 1))
  end
end
if #conflict > 1 then
  for index = 2, #conflict, 2 do
    if isWriter then giveTurn(KEYS[3 + 2 * conflict[index]], writer, nowMs) end
  end
  return conflict
end
if isLook then return { 'appended' } end
wait = mustWait()
if wait then return wait end

local position = 0
local last = redis.call('XREVRANGE', feed, '+', '-', 'COUNT', 1)[1]
if last then position = tonumber(string.match(last[1], '^%d+')) end

local memory, before = {}, position
for command = 1, commandCount do
  local place = places[command]
  local eventCount = tonumber(ARGV[place + 3])
  memory[#memory + 1] = names[command]
  memory[#memory + 1] = before .. ' ' .. eventCount .. ' ' .. ARGV[place + 2]
  before = before + eventCount
end
if commandCount > 0 then redis.call('HSET', commands, unpack(memory)) end

for command = 1, commandCount do
  local place = places[command]
  local eventCount = tonumber(ARGV[place + 3])
  if eventCount == 0 then redis.call('ZADD', empty, position, names[command]) end
  at = place + 4
  for _ = 1, eventCount do
    local stream = tonumber(ARGV[at])
    local key = KEYS[2 + 2 * stream]
    position = position + 1
    versions[stream] = versions[stream] + 1
    redis.call('XADD', key, versions[stream], 'e',
      times[stream] .. ' ' .. position .. ' ' .. ARGV[at + 1] .. ' ' .. names[command] .. ' ' .. ARGV[at + 2])
    redis.call('XADD', feed, position, 'e', versions[stream] .. ' ' .. key)
    at = at + 3
  end
end
for stream = 1, streamCount do
  if isWriter then redis.call('HDEL', KEYS[3 + 2 * stream], writer) end
end

local appended = { 'appended' }
for stream = 1, streamCount do appended[1 + stream] = times[stream] end
return appended
`);
