/**
 * What every verb begins with: the state of the shard, Redis's clock, and how a decision is written down.
 *
 * A decision's mark is a digest of it and of the mark before it: two logs that agree in one mark agree in all before.
 */
export const prelude: string = `
local STATE, TICKETS, SHOPPERS, LINE, LOG, MOVES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local verb = ARGV[1]
local fields = redis.call('HMGET', STATE, 'epoch', 'phase', 'begins', 'ends', 'limit', 'room', 'backlog', 'free', 'seq', 'handed', 'gains', 'mark', 'most', 'still')
local epoch, phase = tonumber(fields[1]), fields[2]
local begins, ends, limit = tonumber(fields[3]), tonumber(fields[4]), tonumber(fields[5])
local room, backlog = tonumber(fields[6]), tonumber(fields[7])
local free, seq, handed, gains = tonumber(fields[8]), tonumber(fields[9]), tonumber(fields[10]), tonumber(fields[11])
local mark, most, still = fields[12], tonumber(fields[13]) or math.huge, tonumber(fields[14]) or 0
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function save()
  redis.call('HSET', STATE, 'free', free, 'seq', seq, 'gains', gains, 'mark', mark)
end
local function selling()
  return phase == 'open' and now >= begins and now < ends
end
local function read(ticket)
  local value = redis.call('HGET', TICKETS, ticket)
  if not value then return nil end
  return string.match(value, '^(%a):(%d+):([^:]*):([^:]*)$')
end
local function record(status, kind, ticket, shopper, click)
  seq = seq + 1
  redis.call('HSET', TICKETS, ticket, status .. ':' .. seq .. ':' .. shopper .. ':' .. click)
  local text = table.concat({ mark, kind, ticket, shopper, click }, ':')
  mark = string.sub(redis.sha1hex(text), 1, 16)
  redis.call('XADD', LOG, epoch .. '-' .. seq, 'kind', kind, 'ticket', ticket, 'shopper', shopper, 'click', click, 'mark', mark)
end
local function serve()
  local served = 0
  while free > 0 and selling() and seq - handed < backlog and served < 100 do
    local first = redis.call('ZPOPMIN', LINE, 1)
    if not first[1] then break end
    local _, _, shopper, click = read(first[1])
    free = free - 1
    served = served + 1
    record('a', 'admitted', first[1], shopper, click)
  end
  if served > 0 then save() end
end
`;
