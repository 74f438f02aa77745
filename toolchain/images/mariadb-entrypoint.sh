#!/bin/sh
# Starts mariadbd on /var/lib/mysql; an empty folder is made a database first. It takes the same environment, arguments
# and folders as the official image: MARIADB_ROOT_PASSWORD, MARIADB_ROOT_HOST, /docker-entrypoint-initdb.d/*.sql.
set -eu

data=/var/lib/mysql
quoted() { printf '%s' "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/''/g"; }

if [ ! -d "$data/mysql" ]; then
  : "${MARIADB_ROOT_PASSWORD:?is needed to make a new database}"
  # Made aside and moved, the folder that is asked for above last: a start that was interrupted begins again.
  new=$data/.new
  rm -rf "$new"
  mkdir -m 700 "$new"
  mariadb-install-db --no-defaults --datadir="$new" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve --force --innodb-log-file-size=16M >/tmp/install-db.log 2>&1 ||
    { cat /tmp/install-db.log >&2; exit 1; }
  {
    # The installer also makes root users without a password for this host's other names.
    echo "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost';"
    echo "FLUSH PRIVILEGES;"
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$(quoted "$MARIADB_ROOT_PASSWORD")';"
    if [ "${MARIADB_ROOT_HOST:-%}" != localhost ]; then
      echo "CREATE USER 'root'@'${MARIADB_ROOT_HOST:-%}' IDENTIFIED BY '$(quoted "$MARIADB_ROOT_PASSWORD")';"
      echo "GRANT ALL ON *.* TO 'root'@'${MARIADB_ROOT_HOST:-%}' WITH GRANT OPTION;"
    fi
  } | mariadbd --no-defaults --datadir="$new" --bootstrap --innodb-log-file-size=16M
  if ls /docker-entrypoint-initdb.d/*.sql >/dev/null 2>&1; then
    # Bootstrap takes one statement per line only: these files need a whole server, which no client can reach yet.
    mariadbd --no-defaults --datadir="$new" --skip-networking --socket=/tmp/init.sock --innodb-log-file-size=16M &
    client() { MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb --no-defaults --socket=/tmp/init.sock -uroot "$@"; }
    until client -e "DO 1" 2>/dev/null; do kill -0 $! && sleep 0.2; done
    for file in /docker-entrypoint-initdb.d/*.sql; do client <"$file"; done
    kill $! && wait $!
  fi
  for file in "$new"/*; do
    [ "$file" = "$new/mysql" ] || mv "$file" "$data/"
  done
  mv "$new/mysql" "$data/"
  rmdir "$new"
fi
unset MARIADB_ROOT_PASSWORD MARIADB_ROOT_HOST

exec mariadbd --no-defaults --datadir="$data" "$@"
