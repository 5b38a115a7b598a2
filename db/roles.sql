-- The roles and the database, made once by a superuser before the first migration.
--
--   export OWNER_PASSWORD=... APP_PASSWORD=...
--   psql -X -f db/roles.sql postgres
--
-- The passwords come from the environment, or as the psql variables owner_password and app_password (which show in the
-- list of processes).
--
-- ledger_owner  owns the schemas and runs the migrations (./ledger migrate). The server never holds its password.
-- ledger_app    is the server. It may add to the log, and read it; it may not change or delete what is written there.
--
-- Another name for the database: -v database=NAME. Running the script again is safe: it sets both passwords anew,
-- which is also the way to rotate them.
\set ON_ERROR_STOP on
\if :{?owner_password}
\else
\getenv owner_password OWNER_PASSWORD
\endif
\if :{?app_password}
\else
\getenv app_password APP_PASSWORD
\endif
\if :{?owner_password}
\else
\echo 'The password of ledger_owner is missing: set OWNER_PASSWORD.'
SELECT 1 / 0 AS "no owner password";
\endif
\if :{?app_password}
\else
\echo 'The password of ledger_app is missing: set APP_PASSWORD.'
SELECT 1 / 0 AS "no app password";
\endif
\if :{?database}
\else
\set database ledger
\endif

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['ledger_owner', 'ledger_app']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE ledger_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE ledger_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';

-- Every append waits for one row: a transaction left open by a stalled server must not hold it for long.
ALTER ROLE ledger_app SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE ledger_app SET lock_timeout = '10s';
-- An acknowledged command is on disk, whatever the default of the server or the database is.
ALTER ROLE ledger_app SET synchronous_commit = 'on';
-- Short statements on few rows: compiling them costs more than running them.
ALTER ROLE ledger_app SET jit = 'off';
ALTER ROLE ledger_app SET timezone = 'UTC';
ALTER ROLE ledger_owner SET timezone = 'UTC';

-- Byte order everywhere: the same on every machine, and identifiers are ASCII.
SELECT format('CREATE DATABASE %I OWNER ledger_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C''', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO ledger_app;
