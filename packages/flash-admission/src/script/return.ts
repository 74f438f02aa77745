/** A piece comes back: the first of the line has it in the same step. */
export const giveBack: string = `
if verb == 'return' then
  if not epoch or phase == 'loading' then return { 'warming' } end
  local ticket = ARGV[2]
  local status, at, shopper, click = read(ticket)
  if not status then return { 'unknown' } end
  if status == 'r' then return { 'returned', epoch, handed, tonumber(at), phase } end
  if seq - handed >= backlog then return { 'busy' } end
  record('r', 'returned', ticket, shopper, click)
  local its = seq
  if status == 'w' then
    redis.call('ZREM', LINE, ticket)
  else
    free = free + 1
    gains = gains + 1
    serve()
  end
  save()
  return { 'returned', epoch, handed, its, phase }
end
`;
