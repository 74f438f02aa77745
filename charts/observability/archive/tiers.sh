#!/bin/sh
# Moves days from tier to tier. Needs a POSIX shell, curl and gzip; addresses and policies come as environment (templates/archive.yaml).
#
#   tiers.sh archive [KIND FROM TO]   copies closed days to the cold tier; a day that is there, whole, is left alone
#   tiers.sh keep [KIND FROM TO]      copies days from the hot stores to the warm ones; a day that is there is left alone
#   tiers.sh restore KIND FROM TO     reads days back from the cold tier into the store at TARGET
#
# Kinds are metrics, logs and traces; days are UTC, YYYY-MM-DD. Without them: the days of last night, and those missed before.
set -eu
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

day_at() { date -u -d "@$1" +%Y-%m-%d; }
seconds_of() { date -u -d "$1 00:00:00" +%s; }
today=$(seconds_of "$(date -u +%Y-%m-%d)")
ask() { curl --fail-with-body --silent --show-error --retry 3 "$@"; }
post() { ask --request POST --upload-file "$1" "$2"; } # as a stream: a day may be larger than memory
digest() { sha256sum | cut -d ' ' -f 1; }

# The cold tier: a folder, or a bucket. The key goes in as configuration, not as an argument, which others can see.
s3() {
  printf 'user = "%s:%s"\n' "$S3_ACCESS_KEY" "$S3_SECRET_KEY" |
    curl --config - --fail --silent --show-error --aws-sigv4 "aws:amz:$S3_REGION:s3" "$@"
}
cold_put() { # file name
  if [ -n "${S3_URL:-}" ]; then s3 --upload-file "$1" "$S3_URL/$2" >/dev/null; else
    mkdir -p "$(dirname "$ARCHIVE/$2")"
    cp "$1" "$ARCHIVE/$2.part" && mv "$ARCHIVE/$2.part" "$ARCHIVE/$2"
  fi
}
cold_get() { if [ -n "${S3_URL:-}" ]; then s3 "$S3_URL/$1"; else cat "$ARCHIVE/$1"; fi; }

# A day of a kind, as one JSON document per line.
export_metrics() {
  ask "$METRICS/api/v1/export" --data-urlencode "match[]=$METRICS_SERIES" \
    --data-urlencode "start=$(seconds_of "$1")" --data-urlencode "end=$(($(seconds_of "$1") + 86399)).999"
}
logs_of() { # store day filter pipe
  ask "$1/select/logsql/query" --data-urlencode "query=_time:$2 ($3) | $4"
}
export_logs() { logs_of "$LOGS" "$1" "$LOGS_FILTER" 'delete _stream, _stream_id'; }
lines_in() { # store day filter
  counted=$(logs_of "$1" "$2" "$3" 'count() n')
  [ -n "$counted" ] && echo "$counted" | sed 's/.*"n":"\([0-9]*\)".*/\1/'
}
# A pipe ends well although its first command failed: what is asked goes to a file first.
export_traces() {
  start=$(seconds_of "$1")
  services=$(ask "$TRACES/api/services")
  : >"$work/found"
  for service in $(echo "$services" | sed 's/.*"data":\[\([^]]*\)\].*/\1/' | tr -d '"' | tr ',' ' '); do
    for class in $TRACES_CLASSES; do
      ask --get "$TRACES/api/traces" --data-urlencode "service=$service" --data-urlencode "tags={\"${class%=*}\":\"${class#*=}\"}" \
        --data-urlencode "start=${start}000000" --data-urlencode "end=$((start + 86399))999999" --data-urlencode "limit=$TRACES_MOST" >>"$work/found"
    done
  done
  grep -o '"traceID":"[0-9a-f]*"' "$work/found" | sort -u | cut -d '"' -f 4 >"$work/ids"
  while read -r id; do
    ask "$TRACES/api/v3/traces/$id" >"$work/trace"
    sed 's/^{"result"://; s/}$//' "$work/trace"
    echo
  done <"$work/ids"
}

# Copies a day, reads it back, and says last that it is whole: a run that was cut off begins the day again.
archive_day() { # kind day
  name="$1/$2.jsonl.gz"
  cold_get "$name.sha256" >/dev/null 2>&1 && return
  "export_$1" "$2" >"$work/day"
  [ "$1" != logs ] || [ "$(wc -l <"$work/day")" -eq "$(lines_in "$LOGS" "$2" "$LOGS_FILTER")" ]
  gzip -c "$work/day" >"$work/day.gz"
  digest <"$work/day.gz" >"$work/sum"
  cold_put "$work/day.gz" "$name"
  [ "$(cold_get "$name" | digest)" = "$(cat "$work/sum")" ]
  cold_put "$work/sum" "$name.sha256"
  bytes=$(wc -c <"$work/day.gz")
  echo "{\"msg\":\"archived\",\"kind\":\"$1\",\"day\":\"$2\",\"lines\":$(wc -l <"$work/day"),\"bytes\":$bytes}"
  printf 'tier_archived_day_bytes{kind="%s"} %s\ntier_archived_until_seconds{kind="%s"} %s\n' \
    "$1" "$bytes" "$1" "$(($(seconds_of "$2") + 86400))" | ask --data-binary @- "$METRICS/api/v1/import/prometheus"
}

keep_day() { # kind day
  if [ "$1" = metrics ]; then # the store takes a sample once, however often it comes: this fills what the federation missed
    export_metrics "$2" >"$work/day"
    post "$work/day" "$WARM_METRICS/api/v1/import"
    return
  fi
  if [ "$1" = traces ]; then # the same with a span
    export_traces "$2" >"$work/day"
    insert_traces "$WARM_TRACES"
    return
  fi
  wanted=$(lines_in "$LOGS" "$2" "$WARM_FILTER")
  there=$(lines_in "$WARM_LOGS" "$2" '*')
  [ "$wanted" != "$there" ] || return 0
  [ "$there" = 0 ] # the store takes a line twice: what is there of the day has to be deleted by hand first
  logs_of "$LOGS" "$2" "$WARM_FILTER" 'delete _stream, _stream_id' >"$work/day"
  insert_logs "$WARM_LOGS"
  echo "{\"msg\":\"kept\",\"kind\":\"logs\",\"day\":\"$2\",\"lines\":$wanted}"
}
insert_logs() { post "$work/day" "$1/insert/jsonline?_stream_fields=$LOGS_STREAM_FIELDS&_msg_field=_msg&_time_field=_time"; }

insert_traces() { # store
  while read -r trace; do
    printf '%s' "$trace" | ask --data-binary @- --header 'content-type: application/json' "$1/v1/traces" >/dev/null
  done <"$work/day"
}

restore_day() { # kind day
  name="$1/$2.jsonl.gz"
  cold_get "$name" >"$work/day.gz"
  [ "$(digest <"$work/day.gz")" = "$(cold_get "$name.sha256")" ]
  gzip -dc "$work/day.gz" >"$work/day"
  case $1 in
    metrics) post "$work/day" "$TARGET/api/v1/import" ;;
    logs) insert_logs "$TARGET" ;;
    traces) insert_traces "$TARGET" ;;
  esac
  echo "{\"msg\":\"restored\",\"kind\":\"$1\",\"day\":\"$2\",\"lines\":$(wc -l <"$work/day")}"
}

# One day that fails does not hold up the others; the Job fails at the end. A shell of its own: `set -e` holds in no condition.
each_day() { # from to what kind
  at=$(seconds_of "$1")
  while [ "$at" -le "$(seconds_of "$2")" ]; do
    (set -e; "$3" "$4" "$(day_at "$at")") &
    wait $! || { failed=1; echo "{\"level\":\"error\",\"msg\":\"failed\",\"what\":\"$3\",\"kind\":\"$4\",\"day\":\"$(day_at "$at")\"}"; }
    at=$((at + 86400))
  done
}
ago() { day_at $((today - $1 * 86400)); }

# $KINDS of the archive are words such as `logs:13`: a kind, and how many days back it still can be had.
case $*:$# in
  archive:1) for each in $KINDS; do each_day "$(ago "${each#*:}")" "$(ago 1)" archive_day "${each%:*}"; done ;;
  keep:1)
    each_day "$(ago 3)" "$(ago 1)" keep_day metrics
    each_day "$(ago "$WARM_AFTER_DAYS")" "$(ago "$WARM_AFTER_DAYS")" keep_day logs
    each_day "$(ago 1)" "$(ago 1)" keep_day traces
    ;;
  *:4) each_day "$3" "$4" "$1_day" "$2" ;;
  *) sed -n '2,9s/^# //p' "$0" && failed=2 ;;
esac
exit $failed
