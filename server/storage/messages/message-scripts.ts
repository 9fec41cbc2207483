import { luaScript } from '../redis/lua-script.ts';

/**
 * What must happen at once, as Lua. A message is a hash `m:<id>` (body as JSON beside what changes); `due`, `finished`
 * and `all` are sorted by time; `person:<id>` holds a person's messages and `to:<digest>` those to a recipient.
 */
const parts = `
  local prefix = KEYS[1]
  local function drop(id)
    local key = prefix .. 'm:' .. id
    local found = redis.call('HMGET', key, 'personId', 'to')
    if found[1] then redis.call('SREM', prefix .. 'person:' .. found[1], id) end
    if found[2] and found[2] ~= '' then redis.call('ZREM', prefix .. 'to:' .. found[2], id) end
    for _, index in ipairs({ 'due', 'finished', 'all' }) do redis.call('ZREM', prefix .. index, id) end
    redis.call('DEL', key)
  end
`;

/** Keys: prefix. Arguments: id, person, kind and digest of the recipient or '', body, state, now, the most to keep. */
export const addMessage = luaScript(`${parts}
  local id, person, to, body, state, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
  local key = prefix .. 'm:' .. id
  if redis.call('EXISTS', key) == 1 then return 'known' end
  if redis.call('ZCARD', prefix .. 'all') >= tonumber(ARGV[7]) then
    local oldest = redis.call('ZRANGE', prefix .. 'finished', 0, 0)[1]
    if not oldest then return 'full' end
    drop(oldest)
  end
  local finished = state == 'kept' and now or ''
  redis.call('HSET', key, 'body', body, 'personId', person, 'to', to, 'state', state, 'attempts', 0,
    'nextAttemptAtMs', now, 'fault', '', 'finishedAtMs', finished)
  redis.call('SADD', prefix .. 'person:' .. person, id)
  if to ~= '' then redis.call('ZADD', prefix .. 'to:' .. to, now, id) end
  redis.call('ZADD', prefix .. 'all', now, id)
  redis.call('ZADD', prefix .. (state == 'kept' and 'finished' or 'due'), now, id)
  return 'added'
`);

/** Arguments: now, leased until, limit. Answers the ids. */
export const takeDue = luaScript(`
  local ids = redis.call('ZRANGE', KEYS[1] .. 'due', '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3])
  local taken = {}
  for index, id in ipairs(ids) do
    local key = KEYS[1] .. 'm:' .. id
    redis.call('HINCRBY', key, 'attempts', 1)
    redis.call('HSET', key, 'nextAttemptAtMs', ARGV[2])
    redis.call('ZADD', KEYS[1] .. 'due', ARGV[2], id)
    taken[index] = redis.call('HGETALL', key)
  end
  return taken
`);

/** Arguments: id, attempts, body, state, next attempt, fault, finished or ''. */
export const settleMessage = luaScript(`
  local id = ARGV[1]
  local key = KEYS[1] .. 'm:' .. id
  local found = redis.call('HMGET', key, 'state', 'attempts')
  if found[1] ~= 'queued' or found[2] ~= ARGV[2] then return end
  redis.call('HSET', key, 'body', ARGV[3], 'state', ARGV[4], 'nextAttemptAtMs', ARGV[5], 'fault', ARGV[6],
    'finishedAtMs', ARGV[7])
  if ARGV[4] == 'queued' then
    redis.call('ZADD', KEYS[1] .. 'due', ARGV[5], id)
  else
    redis.call('ZREM', KEYS[1] .. 'due', id)
    redis.call('ZADD', KEYS[1] .. 'finished', ARGV[7], id)
  end
`);

/** Arguments: person, then kind and digest of recipients. Answers how many it removed. */
export const eraseMessages = luaScript(`${parts}
  local count = 0
  local function dropAll(ids)
    for _, id in ipairs(ids) do drop(id) end
    count = count + #ids
  end
  dropAll(redis.call('SMEMBERS', prefix .. 'person:' .. ARGV[1]))
  for index = 2, #ARGV do dropAll(redis.call('ZRANGE', prefix .. 'to:' .. ARGV[index], 0, -1)) end
  return count
`);

/** Arguments: before, the most to forget in one go. Answers how many it forgot. */
export const forgetMessages = luaScript(`${parts}
  local ids = redis.call('ZRANGE', prefix .. 'finished', '-inf', '(' .. ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
  for _, id in ipairs(ids) do drop(id) end
  return #ids
`);

/** Arguments: person, endpoint, JSON, now, the most a person has. */
export const putSubscription = luaScript(`
  local prefix, person, endpoint = KEYS[1], ARGV[1], ARGV[2]
  local before = redis.call('HGET', prefix .. 'owner', endpoint)
  if before and before ~= person then redis.call('ZREM', prefix .. 'push-of:' .. before, endpoint) end
  redis.call('HSET', prefix .. 'owner', endpoint, person)
  redis.call('HSET', prefix .. 'push', endpoint, ARGV[3])
  local own = prefix .. 'push-of:' .. person
  redis.call('ZADD', own, ARGV[4], endpoint)
  while redis.call('ZCARD', own) > tonumber(ARGV[5]) do
    local oldest = redis.call('ZPOPMIN', own)[1]
    redis.call('HDEL', prefix .. 'owner', oldest)
    redis.call('HDEL', prefix .. 'push', oldest)
  end
`);

/** Arguments: person, endpoints, all of his where none is named. */
export const removeSubscriptions = luaScript(`
  local prefix, person = KEYS[1], ARGV[1]
  local endpoints = { select(2, unpack(ARGV)) }
  if #endpoints == 0 then endpoints = redis.call('ZRANGE', prefix .. 'push-of:' .. person, 0, -1) end
  for _, endpoint in ipairs(endpoints) do
    if redis.call('HGET', prefix .. 'owner', endpoint) == person then
      redis.call('HDEL', prefix .. 'owner', endpoint)
      redis.call('HDEL', prefix .. 'push', endpoint)
      redis.call('ZREM', prefix .. 'push-of:' .. person, endpoint)
    end
  end
`);
