import { luaScript } from './lua-script.ts';

/**
 * Saves a snapshot unless a newer one is there.
 *
 * KEYS: snapshot. ARGV: version, body.
 */
export const saveSnapshotScript = luaScript(`
local stored = tonumber(redis.call('HGET', KEYS[1], 'version') or 0)
if stored > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2])
return 1
`);

/**
 * Removes the oldest events that the snapshot covers, at most so many, with their feed entries and the memory of their
 * commands; how many it removed. Works in a full Redis, too: it only takes away.
 *
 * KEYS: events, snapshot, feed, commands, empty commands. ARGV: last version to go, how many at most.
 */
export const trimScript = luaScript(`
local events, snapshot, feed, commands, empty = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local through = math.min(tonumber(ARGV[1]), tonumber(redis.call('HGET', snapshot, 'version') or 0) - 1)
if through < 1 then return 0 end
local oldest = redis.call('XRANGE', events, '-', through, 'COUNT', ARGV[2])
if #oldest == 0 then return 0 end

local positions, names = {}, {}
for index, entry in ipairs(oldest) do
  local position, name = string.match(entry[2][2], '^%d+ (%d+) %S+ (%S+ %S+) ')
  positions[index], names[index] = position, name
end
redis.call('XDEL', feed, unpack(positions))
local remembered = redis.call('HMGET', commands, unpack(names))
for index, name in ipairs(names) do
  -- One that was forgotten with its first event may have been accepted anew.
  local before, count = string.match(remembered[index] or '', '^(%d+) (%d+) ')
  local position = tonumber(positions[index])
  if before and position > tonumber(before) and position <= before + count then
    redis.call('HDEL', commands, name)
  end
end
local without = redis.call('ZRANGEBYSCORE', empty, '-inf', '(' .. positions[#positions], 'LIMIT', 0, ARGV[2])
if #without > 0 then
  redis.call('HDEL', commands, unpack(without))
  redis.call('ZREM', empty, unpack(without))
end
redis.call('XTRIM', events, 'MINID', '=', tonumber(string.match(oldest[#oldest][1], '^%d+')) + 1)
return #oldest
`);
