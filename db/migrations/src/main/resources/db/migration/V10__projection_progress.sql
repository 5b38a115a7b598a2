-- How far the read side has come, and what it could not apply.

CREATE TABLE projection.token (
    name       text   PRIMARY KEY,
    position   bigint NOT NULL CHECK (position >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection.token IS
    'The last position whose event is in the rows of a group of projections. It commits together with the rows; who holds its row lock is the one that projects.';

INSERT INTO projection.token (name, position) VALUES ('ledger', 0);

CREATE TABLE projection.dead_letter (
    aggregate    text        PRIMARY KEY,
    sequence     bigint      NOT NULL CHECK (sequence >= 0),
    position     bigint      NOT NULL CHECK (position > 0),
    event_type   text        NOT NULL,
    error        text        NOT NULL,
    parked_at    timestamptz NOT NULL,
    attempts     integer     NOT NULL CHECK (attempts > 0),
    waiting      bigint      NOT NULL CHECK (waiting >= 0)
);
COMMENT ON TABLE projection.dead_letter IS
    'Aggregates of which an event could not be applied. None of their later events is applied before it; the events themselves stay in the log and are read there again.';
COMMENT ON COLUMN projection.dead_letter.sequence IS 'The first event that is not applied.';
COMMENT ON COLUMN projection.dead_letter.position IS 'Its position: the rows of this aggregate are true up to the one before.';
COMMENT ON COLUMN projection.dead_letter.error IS 'Kind and place of the failure, never a message: that could quote a person.';
COMMENT ON COLUMN projection.dead_letter.waiting IS 'How many later events wait behind it.';
