-- The event log. Nothing in it is ever changed or deleted: the server may add rows and read them, no more.
-- docs/log-format.md explains each column to auditors.

CREATE TABLE log.aggregate (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text   NOT NULL,
    CONSTRAINT aggregate_name_once UNIQUE (name),
    CONSTRAINT aggregate_name_length CHECK (length(name) BETWEEN 1 AND 255)
);
COMMENT ON TABLE log.aggregate IS 'Short numbers for the names of aggregates. A number may lack events: it is given out before the first one.';

CREATE TABLE log.event_type (
    id      smallint PRIMARY KEY,
    name    text     NOT NULL,
    version smallint NOT NULL,
    CONSTRAINT event_type_once UNIQUE (name, version),
    CONSTRAINT event_type_name_form CHECK (name ~ '^[a-z]+\.[a-z]+(-[a-z]+)*$'),
    CONSTRAINT event_type_version_counts_from_1 CHECK (version >= 1)
);
COMMENT ON TABLE log.event_type IS 'Short numbers for event types. A new type, or version, comes with a migration.';

INSERT INTO log.event_type (id, name, version)
VALUES (1, 'account.opened', 1),
       (2, 'account.credits-granted', 1),
       (3, 'account.grant-activated', 1),
       (4, 'account.credits-deducted', 1),
       (5, 'account.credits-expired', 1),
       (6, 'account.grant-revoked', 1),
       (7, 'account.deduction-reversed', 1),
       (8, 'account.hold-placed', 1),
       (9, 'account.hold-captured', 1),
       (10, 'account.hold-released', 1),
       (11, 'account.hold-expired', 1),
       (12, 'account.frozen', 1),
       (13, 'account.unfrozen', 1),
       (14, 'account.closed', 1);

-- Wide columns first, then narrow ones: no padding. No foreign keys: each would cost more per row than everything else
-- the row needs, the server resolves both numbers from these tables, and ./ledger verify checks them.
CREATE TABLE log.event (
    position    bigint      NOT NULL,
    aggregate   bigint      NOT NULL,
    sequence    bigint      NOT NULL,
    occurred_at timestamptz NOT NULL,
    booked_at   timestamptz NOT NULL,
    key_hash    bigint,
    refers_to   bigint,
    event_id    uuid        NOT NULL,
    type        smallint    NOT NULL,
    leaf_hash   bytea       NOT NULL,
    payload     bytea       NOT NULL,
    metadata    bytea       NOT NULL,
    CONSTRAINT event_position_once PRIMARY KEY (position),
    -- Arbiter of races: of two writers that decided on the same state, one is refused.
    CONSTRAINT event_sequence_once UNIQUE (aggregate, sequence),
    CONSTRAINT event_position_counts_from_1 CHECK (position >= 1),
    CONSTRAINT event_sequence_counts_from_0 CHECK (sequence >= 0),
    CONSTRAINT event_leaf_hash_is_sha_256 CHECK (octet_length(leaf_hash) = 32),
    CONSTRAINT event_payload_bounded CHECK (octet_length(payload) BETWEEN 2 AND 1048576),
    CONSTRAINT event_metadata_bounded CHECK (octet_length(metadata) BETWEEN 2 AND 65536)
);
COMMENT ON TABLE log.event IS 'What happened, in order. Positions have no gap.';

-- One effect per idempotency key, for ever. Only the event that answers a command has a key, so the rest need no entry.
CREATE UNIQUE INDEX event_key_once ON log.event (aggregate, key_hash) WHERE key_hash IS NOT NULL;

-- The rare events that follow something closed: reversals of a deduction, revocation of a grant.
CREATE INDEX event_refers_to ON log.event (aggregate, refers_to) WHERE refers_to IS NOT NULL;

CREATE VIEW log.events AS
SELECT e.position,
       a.name                                AS aggregate,
       e.sequence,
       t.name                                AS type,
       t.version,
       e.event_id,
       e.occurred_at,
       e.booked_at,
       e.key_hash,
       e.refers_to,
       convert_from(e.payload, 'UTF8')::json  AS payload,
       convert_from(e.metadata, 'UTF8')::json AS metadata,
       encode(e.leaf_hash, 'hex')            AS leaf_hash
FROM log.event e
         JOIN log.aggregate a ON a.id = e.aggregate
         JOIN log.event_type t ON t.id = e.type;
COMMENT ON VIEW log.events IS 'The log for human readers: names and JSON instead of numbers and bytes.';

GRANT SELECT, INSERT ON log.aggregate, log.event TO ${app_role};
GRANT SELECT ON log.event_type, log.events TO ${app_role};
