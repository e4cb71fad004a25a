#!/bin/bash
# In front of the entrypoint of PostgreSQL's image: copies the primary when there is nothing yet, and follows it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install -d -o postgres -g postgres -m 0700 "$PGDATA"
  PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") PGAPPNAME=db2 gosu postgres \
    pg_basebackup --host=db1 --username=standby --pgdata="$PGDATA" --slot=db2 --wal-method=stream --write-recovery-conf
fi
exec docker-entrypoint.sh "$@"
