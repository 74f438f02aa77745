/** Pieces move between shards. One move at a time goes from one shard to another; its number makes each step safe to repeat. */
export const move: string = `
local function number(field) return tonumber(redis.call('HGET', MOVES, field) or '0') end
if verb == 'take' then
  if epoch ~= tonumber(ARGV[2]) or phase == 'loading' then return { 'stale' } end
  local to, want = ARGV[3], ARGV[4] == '1'
  if want and free > 0 and phase ~= 'closed' and redis.call('HEXISTS', MOVES, 'out:' .. to) == 0 then
    local pieces = math.ceil(free / 2)
    free = free - pieces
    redis.call('HSET', MOVES, 'out:' .. to, redis.call('HINCRBY', MOVES, 'last:' .. to, 1) .. ':' .. pieces)
    save()
  end
  local under = {}
  local all = redis.call('HGETALL', MOVES)
  for i = 1, #all, 2 do
    local shard = string.match(all[i], '^out:(.*)$')
    if shard then
      local its, pieces = string.match(all[i + 1], '^(%d+):(%d+)$')
      under[#under + 1] = { tonumber(shard), tonumber(its), tonumber(pieces) }
    end
  end
  return { 'moves', free, gains, redis.call('ZCARD', LINE), under }
end
if verb == 'receive' then
  if epoch ~= tonumber(ARGV[2]) or phase == 'loading' then return { 'stale' } end
  local from, its, pieces = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
  if number('in:' .. from) >= its then return { 'ok' } end
  redis.call('HSET', MOVES, 'in:' .. from, its)
  free = free + pieces
  gains = gains + 1
  serve()
  save()
  return { 'ok' }
end
if verb == 'moved' then
  if epoch ~= tonumber(ARGV[2]) then return { 'stale' } end
  local out = redis.call('HGET', MOVES, 'out:' .. ARGV[3])
  if out and string.match(out, '^(%d+):') == ARGV[4] then redis.call('HDEL', MOVES, 'out:' .. ARGV[3]) end
  return { 'ok' }
end
`;
