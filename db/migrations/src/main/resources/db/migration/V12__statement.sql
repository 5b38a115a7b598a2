-- The statement of an account: one entry per event.

CREATE TABLE projection.entry (
    account_id      text        NOT NULL,
    booked_at       timestamptz NOT NULL,
    position        bigint      NOT NULL,
    occurred_at     timestamptz NOT NULL,
    kind            text        NOT NULL,
    amount          bigint      NOT NULL CHECK (amount >= 0),
    lost            bigint      NOT NULL CHECK (lost >= 0),
    available_after bigint      NOT NULL CHECK (available_after >= 0),
    held_after      bigint      NOT NULL CHECK (held_after >= 0),
    pending_after   bigint      NOT NULL CHECK (pending_after >= 0),
    grant_id        uuid,
    deduction_id    uuid,
    hold_id         uuid,
    reversal_id     uuid,
    type            text,
    feature         text,
    vendor          text,
    model           text,
    actor           text        NOT NULL,
    role            text        NOT NULL,
    request_id      text        NOT NULL,
    correlation_id  text        NOT NULL,
    text_subject    text,
    text_sealed     text,
    -- An account's time never runs backwards: ordered by booking time is ordered by position, so one index serves
    -- both the page after a cursor and the page of a period.
    PRIMARY KEY (account_id, booked_at, position),
    CONSTRAINT entry_kind CHECK (kind IN (
        'opening', 'grant', 'activation', 'deduction', 'expiry', 'revocation', 'reversal',
        'hold', 'capture', 'release', 'hold_expiry', 'freeze', 'unfreeze', 'closure')),
    CONSTRAINT entry_text_names_its_subject CHECK ((text_subject IS NULL) = (text_sealed IS NULL))
);
COMMENT ON COLUMN projection.entry.lost IS 'Credits that returned to a dead lot, and expired or were revoked with it.';
COMMENT ON COLUMN projection.entry.text_sealed IS 'Reason, description and metadata, sealed under the key of text_subject.';

-- A filter by kind walks the account's entries. What happens all the time is found soon; what is rare has an index.
CREATE INDEX entry_of_rare_kind ON projection.entry (account_id, kind, booked_at, position)
    WHERE kind NOT IN ('deduction', 'hold', 'capture', 'release');
