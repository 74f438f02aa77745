#!/bin/sh
# PID 1 of a development image. Tilt copies a new bundle and sends HUP: only Node starts again, the pod stays.
# An app that ends by itself starts again as well, after a second, because Tilt would lose what it copied with the container.
trap 'again=1; kill -TERM "$app" 2>/dev/null' HUP
trap 'stop=1; kill -TERM "$app" 2>/dev/null' TERM INT

# Compiled code of what seldom changes.
export NODE_COMPILE_CACHE=/tmp/compile-cache

while [ -z "$stop" ]; do
  again=
  /usr/local/bin/node --enable-source-maps /app/main.js &
  app=$!
  while kill -0 "$app" 2>/dev/null; do wait "$app"; done
  [ -n "$stop$again" ] || sleep 1
done
