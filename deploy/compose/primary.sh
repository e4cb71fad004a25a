#!/bin/bash
# Run once by the image of PostgreSQL, when its database is made: the role and the database of linkpin, and what the standby
# needs. The password comes from the environment, so that it stands on no command line.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" <<'SQL'
\getenv password POSTGRES_PASSWORD
create role linkpin login password :'password';
create database linkpin owner linkpin encoding 'UTF8' template template0;
create role standby login replication password :'password';
select pg_create_physical_replication_slot('db2');
SQL
echo 'host replication standby all scram-sha-256' >> "$PGDATA/pg_hba.conf"
