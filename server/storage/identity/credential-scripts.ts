import { luaScript } from '../redis/lua-script.ts';

/**
 * What must happen at once, as Lua. A session or a link is a hash whose fields are those of the port, `null` an empty
 * string. Keys beside the first are made from ids, all under the shop's hash tag, so they stand in one slot.
 */

/** Keys: prefix. Arguments: id, generation, now. Answers the session's fields, or none. */
export const rotateSession = luaScript(`
  local session = KEYS[1] .. 'session:' .. ARGV[1]
  local found = redis.call('HMGET', session, 'generation', 'revokedAtMs')
  if found[1] ~= ARGV[2] or found[2] ~= '' then return {} end
  redis.call('HSET', session, 'generation', ARGV[2] + 1, 'rotatedAtMs', ARGV[3], 'lastSeenAtMs', ARGV[3])
  redis.call('ZADD', KEYS[1] .. 'sessions:by-use', ARGV[3], ARGV[1])
  return redis.call('HGETALL', session)
`);

/** Arguments: id, generation. */
export const confirmSession = luaScript(`
  local session = KEYS[1] .. 'session:' .. ARGV[1]
  local known = redis.call('HGET', session, 'confirmedGeneration')
  if known and tonumber(known) < tonumber(ARGV[2]) then
    redis.call('HSET', session, 'confirmedGeneration', ARGV[2])
  end
`);

const endSession = `
  local function endSession(id, now)
    local session = KEYS[1] .. 'session:' .. id
    if redis.call('HGET', session, 'revokedAtMs') ~= '' then return false end
    redis.call('HSET', session, 'revokedAtMs', now)
    redis.call('ZADD', KEYS[1] .. 'sessions:ended', now, id)
    return true
  end
`;

/** Arguments: id, now. Answers 1 when it ended now. */
export const revokeSession = luaScript(`${endSession}
  return endSession(ARGV[1], ARGV[2]) and 1 or 0
`);

/** Arguments: before, the most to forget in one go. Answers how many it forgot. */
export const forgetSessions = luaScript(`
  local byUse = KEYS[1] .. 'sessions:by-use'
  local idle = redis.call('ZRANGE', byUse, '-inf', '(' .. ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
  for _, id in ipairs(idle) do
    local session = KEYS[1] .. 'session:' .. id
    local link = redis.call('HGET', session, 'linkId')
    if link and link ~= '' then redis.call('SREM', KEYS[1] .. 'link-sessions:' .. link, id) end
    redis.call('DEL', session)
    for _, index in ipairs({ 'by-use', 'by-age', 'ended' }) do
      redis.call('ZREM', KEYS[1] .. 'sessions:' .. index, id)
    end
  end
  return #idle
`);

/** Arguments: hash of the secret, now. Answers the link's fields after this use, or none. */
export const takeLink = luaScript(`
  local id = redis.call('HGET', KEYS[1] .. 'links:by-secret', ARGV[1])
  if not id then return {} end
  local link = KEYS[1] .. 'link:' .. id
  local found = redis.call('HMGET', link, 'revokedAtMs', 'expiresAtMs', 'maximumUses', 'uses')
  if found[1] ~= '' then return {} end
  if found[2] ~= '' and tonumber(found[2]) <= tonumber(ARGV[2]) then return {} end
  if found[3] ~= '' and tonumber(found[4]) >= tonumber(found[3]) then return {} end
  redis.call('HINCRBY', link, 'uses', 1)
  return redis.call('HGETALL', link)
`);

/** Arguments: id, now. Answers the ids of the sessions that ended with it. */
export const revokeLink = luaScript(`${endSession}
  local link = KEYS[1] .. 'link:' .. ARGV[1]
  if redis.call('HGET', link, 'revokedAtMs') == '' then redis.call('HSET', link, 'revokedAtMs', ARGV[2]) end
  local ended = {}
  for _, id in ipairs(redis.call('SMEMBERS', KEYS[1] .. 'link-sessions:' .. ARGV[1])) do
    if endSession(id, ARGV[2]) then ended[#ended + 1] = id end
  end
  return ended
`);
