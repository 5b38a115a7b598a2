-- The rooms of the database and who may enter them. The roles exist already, see db/roles.sql; this runs as the
-- owner. ${app_role} is the role of the server.

CREATE SCHEMA log;
COMMENT ON SCHEMA log IS 'The event log. The server may add to it and read it, never change or delete.';
CREATE SCHEMA sequencer;
COMMENT ON SCHEMA sequencer IS 'The head of the log: the one row that hands out positions.';
CREATE SCHEMA vault;
COMMENT ON SCHEMA vault IS 'The wrapped keys of data subjects. Destroying a key erases the person.';
CREATE SCHEMA snapshot;
COMMENT ON SCHEMA snapshot IS 'States of aggregates, to load them quickly. Can be thrown away.';
CREATE SCHEMA projection;
COMMENT ON SCHEMA projection IS 'Everything that is read. Can be thrown away and rebuilt from the log.';
CREATE SCHEMA jobs;
COMMENT ON SCHEMA jobs IS 'Scheduled work that survives restarts and runs once across nodes.';

GRANT USAGE ON SCHEMA log, sequencer, vault, snapshot, projection, jobs TO ${app_role};

-- What can be thrown away is the server's own. In log, sequencer and vault nothing is granted by default: each
-- migration there says itself what the server may do.
GRANT CREATE ON SCHEMA snapshot, projection, jobs TO ${app_role};
ALTER DEFAULT PRIVILEGES IN SCHEMA snapshot, projection, jobs
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO ${app_role};
ALTER DEFAULT PRIVILEGES IN SCHEMA snapshot, projection, jobs
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO ${app_role};

-- The server looks which version the schema has, and does not start on another than its own.
GRANT SELECT ON ${flyway:table} TO ${app_role};
