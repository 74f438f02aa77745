/** Hand-over, a look from outside, and what a process may remember of a shard that is full. */
export const keep: string = `
if verb == 'handed' then
  if epoch ~= tonumber(ARGV[2]) or tonumber(ARGV[3]) > seq then return { 'stale' } end
  if tonumber(ARGV[3]) > handed then
    local id = epoch .. '-' .. ARGV[3]
    local entry = redis.call('XRANGE', LOG, id, id)[1]
    if not entry or entry[2][10] ~= ARGV[4] then return { 'stale' } end
    handed = tonumber(ARGV[3])
    redis.call('HSET', STATE, 'handed', handed)
    redis.call('XTRIM', LOG, 'MINID', epoch .. '-' .. (handed + 1))
    serve()
    save()
  end
  return { 'handed', handed }
end
if verb == 'look' then
  if not epoch then return { 'warming' } end
  return { 'state', epoch, phase, free, seq, handed, redis.call('HLEN', TICKETS), redis.call('ZCARD', LINE) }
end
if verb == 'remember' then
  if epoch ~= tonumber(ARGV[2]) or free > 0 or redis.call('ZCARD', LINE) < room then return { 'stale' } end
  if redis.call('HLEN', SHOPPERS) > tonumber(ARGV[4]) then return { 'many' } end
  redis.call('HSET', STATE, 'still', math.max(still, now + tonumber(ARGV[3])))
  return { 'holders', redis.call('HKEYS', SHOPPERS) }
end
return redis.error_reply('flash-admission: unknown verb')
`;
