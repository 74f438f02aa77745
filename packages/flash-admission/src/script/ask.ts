/**
 * A shopper asks: what they have already comes first, then the window, then the pieces, then the line. While a process may say "sold out"
 * from memory (`still`), no one new gets a ticket: that process would not know of it.
 */
export const ask: string = `
local function answer(ticket)
  local status, at = read(ticket)
  if status == 'a' then return { 'admitted', epoch, handed, ticket, tonumber(at) } end
  if status == 'w' then
    if phase == 'closed' or now >= ends then return { 'ended' } end
    return { 'waiting', epoch, handed, ticket, tonumber(at), redis.call('ZRANK', LINE, ticket) + 1 }
  end
  return { 'returned' }
end
if verb == 'ask' then
  local shopper, click, ticket = ARGV[2], ARGV[3], ARGV[4]
  if not epoch or phase == 'loading' then return { 'warming' } end
  local mine = redis.call('HGET', SHOPPERS, shopper)
  if mine then
    local count, newest, live = 0, nil, nil
    for id in string.gmatch(mine, '%S+') do
      local status, _, _, its = read(id)
      if its == click then return answer(id) end
      count = count + 1
      newest = id
      if status ~= 'r' then live = id end
    end
    if count >= limit then return answer(live or newest) end
  end
  if phase == 'closed' or now >= ends then return { 'ended' } end
  if now < begins then return { 'not-yet', begins } end
  if phase == 'paused' then return { 'paused' } end
  serve()
  if seq - handed >= backlog then return { 'busy' } end
  if redis.call('HLEN', TICKETS) >= most then return { 'spent', epoch } end
  local waiting = redis.call('ZCARD', LINE)
  local is_next = free > 0 and waiting == 0
  if not is_next and waiting >= room then return { 'full', epoch } end
  if now < still then return { 'busy' } end
  if is_next then
    free = free - 1
    record('a', 'admitted', ticket, shopper, click)
  else
    record('w', 'waiting', ticket, shopper, click)
    redis.call('ZADD', LINE, seq, ticket)
  end
  redis.call('HSET', SHOPPERS, shopper, mine and (mine .. ' ' .. ticket) or ticket)
  save()
  return answer(ticket)
end
`;
