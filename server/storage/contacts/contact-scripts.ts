import { luaScript } from '../redis/lua-script.ts';

/**
 * What must happen at once, as Lua. A contact is a JSON text in the hash `of`; its proved address and its number stand
 * beside it, so that no script reads JSON: `sign-in-of` and `by-email` are each other's reverse, `phones` is an index
 * of members `<number> <person>`, `touched` is sorted by time.
 */
const parts = `
  local prefix = KEYS[1]
  local function dropPhone(person)
    local phone = redis.call('HGET', prefix .. 'phone-of', person)
    if phone then redis.call('ZREM', prefix .. 'phones', phone .. ' ' .. person) end
    redis.call('HDEL', prefix .. 'phone-of', person)
  end
  local function save(person, json, phone, now)
    dropPhone(person)
    redis.call('HSET', prefix .. 'of', person, json)
    redis.call('ZADD', prefix .. 'touched', now, person)
    if phone ~= '' then
      redis.call('HSET', prefix .. 'phone-of', person, phone)
      redis.call('ZADD', prefix .. 'phones', 0, phone .. ' ' .. person)
    end
  end
  local function dropEmail(person)
    local email = redis.call('HGET', prefix .. 'sign-in-of', person)
    if email then redis.call('HDEL', prefix .. 'by-email', email) end
    redis.call('HDEL', prefix .. 'sign-in-of', person)
  end
  local function dropGuests(person)
    for _, guest in ipairs(redis.call('SMEMBERS', prefix .. 'guests-of:' .. person)) do
      redis.call('HDEL', prefix .. 'joined', guest)
    end
    redis.call('DEL', prefix .. 'guests-of:' .. person)
    local became = redis.call('HGET', prefix .. 'joined', person)
    if became then redis.call('SREM', prefix .. 'guests-of:' .. became, person) end
    redis.call('HDEL', prefix .. 'joined', person)
  end
  local function erase(person)
    dropPhone(person)
    dropEmail(person)
    dropGuests(person)
    redis.call('HDEL', prefix .. 'of', person)
    redis.call('ZREM', prefix .. 'touched', person)
    local asked = prefix .. 'asked:' .. person
    for _, hash in ipairs(redis.call('SMEMBERS', asked)) do redis.call('DEL', prefix .. 'ask:' .. hash) end
    redis.call('DEL', asked)
  end
`;

/** Keys: prefix. Arguments: person, JSON, number or '', now. */
export const saveContact = luaScript(`${parts} save(ARGV[1], ARGV[2], ARGV[3], ARGV[4])`);

/** Arguments: address, person, JSON where he has no contact, now. Answers whose address it is. */
export const bindEmail = luaScript(`${parts}
  local owner = redis.call('HGET', prefix .. 'by-email', ARGV[1]) or ARGV[2]
  if redis.call('HEXISTS', prefix .. 'of', owner) == 0 then save(owner, ARGV[3], '', ARGV[4]) end
  dropEmail(owner)
  redis.call('HSET', prefix .. 'by-email', ARGV[1], owner)
  redis.call('HSET', prefix .. 'sign-in-of', owner, ARGV[1])
  redis.call('ZADD', prefix .. 'touched', ARGV[4], owner)
  return owner
`);

/** Arguments: guest, person. Answers whose the guest is. */
export const joinGuest = luaScript(`
  if redis.call('HSETNX', KEYS[1] .. 'joined', ARGV[1], ARGV[2]) == 1 then
    redis.call('SADD', KEYS[1] .. 'guests-of:' .. ARGV[2], ARGV[1])
  end
  return redis.call('HGET', KEYS[1] .. 'joined', ARGV[1])
`);

/** Arguments: person. */
export const eraseContact = luaScript(`${parts} erase(ARGV[1])`);

/** Arguments: before, the most to forget in one go. Answers how many it forgot. */
export const forgetContacts = luaScript(`${parts}
  local old = redis.call('ZRANGE', prefix .. 'touched', '-inf', '(' .. ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
  for _, person in ipairs(old) do erase(person) end
  return #old
`);

/** Arguments: hash of the secret, person, JSON, life time in ms. */
export const addSignIn = luaScript(`
  redis.call('SET', KEYS[1] .. 'ask:' .. ARGV[1], ARGV[3], 'PX', ARGV[4])
  local asked = KEYS[1] .. 'asked:' .. ARGV[2]
  redis.call('SADD', asked, ARGV[1])
  redis.call('PEXPIRE', asked, ARGV[4])
`);
