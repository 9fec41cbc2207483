/** Long enough for a decision and its append. The rule and its measurement stand in architecture.md. */
export const turnMs = 20;

/**
 * Whoever loses a conflict on a stream may go first for `turnMs`; writers without a loss, and those who lost later,
 * wait, and stand in the line from then on: where two servers always have something to write, they take turns. Whoever
 * loses again (his decision took longer) keeps his place, so a slow server gets on however many quick ones there are. A
 * field of the turn's hash is a writer with the times when he first lost or waited since his last append and when last,
 * in ms; a second later it counts for nothing.
 */
export const turns = `
local function timesOf(text)
  local first, last = string.match(text, '^(%d+) (%d+)$')
  return tonumber(first), tonumber(last)
end

local function giveTurn(key, writer, nowMs)
  local stored = redis.call('HGET', key, writer)
  local first, last = nowMs, nowMs
  if stored then first, last = timesOf(stored) end
  if nowMs - last > 1000 then first = nowMs end
  -- Refused where memory is full, and then nobody gets on anyway.
  redis.pcall('HSET', key, writer, first .. ' ' .. nowMs)
  redis.call('PEXPIRE', key, 1000)
end

local function waitFor(key, writer, nowMs, turnMs)
  local line = redis.call('HGETALL', key)
  local since, waitMs = math.huge, 0
  for index = 1, #line, 2 do
    local first, last = timesOf(line[index + 1])
    if line[index] == writer and nowMs - last <= 1000 then since = first end
  end
  for index = 1, #line, 2 do
    local first, last = timesOf(line[index + 1])
    local isBefore = first < since or (first == since and line[index] < writer)
    if line[index] ~= writer and isBefore then waitMs = math.max(waitMs, last + turnMs - nowMs) end
  end
  return waitMs
end
`;
