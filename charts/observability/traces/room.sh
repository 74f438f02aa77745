#!/bin/sh
# Says by HTTP whether there is room for more spans in /data: 200 at /room, else 404. Full at MOST_MEBIBYTES, or with FREE_MEBIBYTES left on
# the disk; there is room again below 95 % of the first. ROOM, DATA, PORT and EVERY (seconds) are for tests.
set -eu
room=${ROOM:-/room}
data=${DATA:-/data}
httpd -f -p "${PORT:-13134}" -h "$room" &
server=$!
trap 'kill $server; exit 0' TERM INT
limit=$MOST_MEBIBYTES
while kill -0 $server; do
  used=$(du -sm "$data" | cut -f1)
  free=$(df -Pm "$data" | awk 'NR == 2 { print $4 }')
  if [ "$used" -lt "$limit" ] && [ "$free" -gt "$FREE_MEBIBYTES" ]; then
    [ -e "$room/room" ] || echo '{"level":"info","msg":"traces are taken in"}'
    echo yes >"$room/room"
    limit=$MOST_MEBIBYTES
  else
    [ ! -e "$room/room" ] || echo "{\"level\":\"warn\",\"msg\":\"no room for more traces: $used MiB used, $free MiB free\"}"
    rm -f "$room/room"
    limit=$((MOST_MEBIBYTES * 95 / 100))
  fi
  sleep "${EVERY:-10}" &
  wait $!
done
exit 1
