-- What an account has. Credits are counted in millionths. No foreign keys: everything here is written by one
-- projection in log order and can be rebuilt, and a check per row would cost as much as the row.

CREATE TABLE projection.account (
    account_id      text        PRIMARY KEY,
    owner_id        text        NOT NULL,
    status          text        NOT NULL CHECK (status IN ('open', 'frozen', 'closed')),
    available       bigint      NOT NULL CHECK (available >= 0),
    held            bigint      NOT NULL CHECK (held >= 0),
    pending         bigint      NOT NULL CHECK (pending >= 0),
    granted         bigint      NOT NULL CHECK (granted >= 0),
    deducted        bigint      NOT NULL CHECK (deducted >= 0),
    expired         bigint      NOT NULL CHECK (expired >= 0),
    revoked         bigint      NOT NULL CHECK (revoked >= 0),
    grants          bigint      NOT NULL CHECK (grants >= 0),
    sequence        bigint      NOT NULL CHECK (sequence >= 0),
    next_due_at     timestamptz,
    clock           timestamptz NOT NULL,
    opened_at       timestamptz NOT NULL,
    opened_position bigint      NOT NULL,
    profile_subject text,
    profile_sealed  text,
    CONSTRAINT account_credits_are_conserved
        CHECK (granted = available + pending + held + deducted + expired + revoked),
    CONSTRAINT account_profile_names_its_subject
        CHECK ((profile_subject IS NULL) = (profile_sealed IS NULL))
) WITH (fillfactor = 75);
COMMENT ON COLUMN projection.account.deducted IS 'Net of reversals.';
COMMENT ON COLUMN projection.account.grants IS 'How many grants there have been.';
COMMENT ON COLUMN projection.account.sequence IS 'The account''s last event in these rows: what comes again is left out.';
COMMENT ON COLUMN projection.account.next_due_at IS 'When the next activation, expiry or hold expiry is due.';
COMMENT ON COLUMN projection.account.clock IS 'When its last event was booked: the account''s time never runs backwards.';
COMMENT ON COLUMN projection.account.profile_sealed IS 'Email and metadata, sealed under the key of profile_subject.';

CREATE UNIQUE INDEX account_newest_first ON projection.account (opened_position);
CREATE INDEX account_of_owner ON projection.account (owner_id, opened_position);
CREATE INDEX account_not_open ON projection.account (status, opened_position) WHERE status <> 'open';
CREATE INDEX account_due ON projection.account (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE projection.lot (
    account_id   text        NOT NULL,
    grant_id     uuid        NOT NULL,
    grant_order  bigint      NOT NULL CHECK (grant_order > 0),
    source       text        NOT NULL,
    funding      text        NOT NULL,
    amount       bigint      NOT NULL CHECK (amount >= 0),
    priority     integer     NOT NULL CHECK (priority BETWEEN 0 AND 1000),
    effective_at timestamptz NOT NULL,
    expires_at   timestamptz,
    remaining    bigint      NOT NULL CHECK (remaining >= 0),
    held         bigint      NOT NULL CHECK (held >= 0),
    pending      boolean     NOT NULL,
    revoked      boolean     NOT NULL,
    open         boolean     GENERATED ALWAYS AS (remaining > 0 OR held > 0) STORED,
    due_at       timestamptz GENERATED ALWAYS AS (
        CASE WHEN remaining = 0 THEN NULL WHEN pending THEN effective_at ELSE expires_at END) STORED,
    PRIMARY KEY (account_id, grant_id),
    CHECK (remaining + held <= amount),
    CHECK (expires_at > effective_at)
) WITH (fillfactor = 75);
COMMENT ON TABLE projection.lot IS
    'What is left of each grant. Closed lots stay: a reversal can open one again.';
COMMENT ON COLUMN projection.lot.remaining IS 'Not spent and not reserved.';
COMMENT ON COLUMN projection.lot.held IS 'Reserved by holds; does not expire while held.';
COMMENT ON COLUMN projection.lot.due_at IS 'When it takes effect or, once it has, expires.';

-- On columns that seldom change their value, so that spending from a lot touches no index.
CREATE INDEX lot_open ON projection.lot (account_id, due_at) WHERE open;

CREATE TABLE projection.hold (
    account_id text        NOT NULL,
    hold_id    uuid        NOT NULL,
    amount     bigint      NOT NULL CHECK (amount >= 0),
    expires_at timestamptz NOT NULL,
    position   bigint      NOT NULL,
    grants     uuid[]      NOT NULL,
    amounts    bigint[]    NOT NULL,
    PRIMARY KEY (account_id, hold_id),
    CHECK (cardinality(grants) = cardinality(amounts))
);
COMMENT ON TABLE projection.hold IS 'Open holds; at most 1,000 in an account.';
COMMENT ON COLUMN projection.hold.position IS 'Of the event that placed it.';
COMMENT ON COLUMN projection.hold.grants IS 'The lots it reserves from, in draw order; amounts says how much of each.';
