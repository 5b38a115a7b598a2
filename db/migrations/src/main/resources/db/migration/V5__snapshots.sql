-- The latest known state of an aggregate, so that loading it does not cost its whole history. Can be thrown away.

CREATE TABLE snapshot.aggregate (
    aggregate bigint      PRIMARY KEY,
    sequence  bigint      NOT NULL,
    name      text        NOT NULL,
    version   smallint    NOT NULL,
    state     bytea       NOT NULL,
    taken_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT aggregate_sequence_counts_from_0 CHECK (sequence >= 0),
    CONSTRAINT aggregate_version_counts_from_1 CHECK (version >= 1)
);
COMMENT ON TABLE snapshot.aggregate IS 'State after the event with this sequence, as UTF-8 JSON.';
COMMENT ON COLUMN snapshot.aggregate.name IS 'Name of the form of the state, with its version: another version is ignored, and the state made from events again.';
