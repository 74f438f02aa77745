/** A rebuild. An epoch is begun once: a late or doubled call can never empty what a newer rebuild, or its own, has filled. */
export const load: string = `
if verb == 'begin' then
  if epoch and epoch >= tonumber(ARGV[2]) then return { 'stale' } end
  -- It was lost: so was until when processes say "sold out" from memory.
  if not epoch and tonumber(ARGV[2]) > 1 and now >= tonumber(ARGV[3]) then redis.call('HSET', STATE, 'still', now + tonumber(ARGV[9])) end
  redis.call('DEL', TICKETS, SHOPPERS, LINE, LOG, MOVES)
  redis.call('HSET', STATE, 'epoch', ARGV[2], 'phase', 'loading', 'begins', ARGV[3], 'ends', ARGV[4], 'limit', ARGV[5],
    'room', ARGV[6], 'backlog', ARGV[7], 'most', ARGV[8], 'free', 0, 'seq', 0, 'handed', 0, 'gains', 0, 'mark', '0')
  return { 'ok' }
end
if verb == 'load' then
  if epoch ~= tonumber(ARGV[2]) or phase ~= 'loading' then return { 'stale' } end
  for i = 3, #ARGV, 5 do
    local ticket, shopper, click, status, place = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    if redis.call('HSETNX', TICKETS, ticket, status .. ':0:' .. shopper .. ':' .. click) == 1 then
      local mine = redis.call('HGET', SHOPPERS, shopper)
      redis.call('HSET', SHOPPERS, shopper, mine and (mine .. ' ' .. ticket) or ticket)
      if status == 'w' then redis.call('ZADD', LINE, tonumber(place) - 9007199254740991, ticket) end
    end
  end
  return { 'ok' }
end
if verb == 'open' then
  if epoch ~= tonumber(ARGV[2]) or phase ~= 'loading' then return { 'stale' } end
  if redis.call('HLEN', TICKETS) ~= tonumber(ARGV[4]) then return { 'incomplete' } end
  phase = ARGV[5]
  free = tonumber(ARGV[3])
  serve()
  save()
  redis.call('HSET', STATE, 'phase', phase)
  return { 'ok' }
end
`;
