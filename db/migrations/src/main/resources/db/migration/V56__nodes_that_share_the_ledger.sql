-- The servers that run on this database, by whose silence it is known that one is dead. What its clients' sessions had not
-- recorded is forgiven then, and they are ended. All times are this database's.
CREATE TABLE jobs.node (
    node_id        text PRIMARY KEY CHECK (node_id <> ''),
    started_at     timestamptz NOT NULL DEFAULT now(),
    seen_at        timestamptz NOT NULL DEFAULT now(),
    unbroken_since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE jobs.node IS 'One row per server that runs. It is gone when the server was stopped; that of one that died stays for a day.';
COMMENT ON COLUMN jobs.node.node_id IS 'Made anew at each start, never used again.';
COMMENT ON COLUMN jobs.node.seen_at IS 'When the server said last that it is there.';
COMMENT ON COLUMN jobs.node.unbroken_since IS 'Since when it has been saying so without a gap: only then may it call others dead.';
