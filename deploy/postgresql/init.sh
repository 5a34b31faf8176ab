#!/bin/sh
# A database and a role per service, none of which can connect to another's. Run once, by the postgres image,
# on an empty data folder. psql quotes the names and passwords (:"x", :'x').
set -eu

for service in members funds projects gateway; do
    variable=$(echo "$service" | tr '[:lower:]' '[:upper:]')_DB_PASSWORD
    eval "password=\${$variable:?set $variable}"
    psql -v ON_ERROR_STOP=1 -v service="$service" -v password="$password" \
        --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
done
