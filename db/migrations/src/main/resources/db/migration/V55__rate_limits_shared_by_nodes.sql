-- How much of its rate limits each caller has used, when several nodes count together. It is gone after a crash, and may be:
-- then each caller begins a new minute.
CREATE SCHEMA limits;
COMMENT ON SCHEMA limits IS 'What callers have used of their rate limits in the last minutes. Can be thrown away.';
GRANT USAGE ON SCHEMA limits TO ${app_role};

-- No index but the key, and room in each page: an update stays where the row is.
CREATE UNLOGGED TABLE limits.bucket (
    id         text PRIMARY KEY,
    state      bytea,
    expires_at bigint
) WITH (fillfactor = 50);
COMMENT ON TABLE limits.bucket IS 'One row per policy and caller, who is known by a pseudonym.';
COMMENT ON COLUMN limits.bucket.state IS 'As Bucket4j writes it.';
COMMENT ON COLUMN limits.bucket.expires_at IS 'Milliseconds since 1970 from which on the row says nothing.';
GRANT SELECT, INSERT, UPDATE, DELETE ON limits.bucket TO ${app_role};
