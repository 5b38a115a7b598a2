-- What an account owes beyond its credits, and what it has subscribed to.

ALTER TABLE projection.account
    ADD COLUMN uncovered bigint NOT NULL DEFAULT 0 CHECK (uncovered >= 0);
COMMENT ON COLUMN projection.account.uncovered IS 'Usage that was recorded and nothing has paid for, in millionths.';

CREATE TABLE projection.subscription (
    account_id        text        PRIMARY KEY,
    tier              text        NOT NULL,
    status            text        NOT NULL,
    anchor            timestamptz NOT NULL,
    cycle             integer     NOT NULL CHECK (cycle >= 1),
    allocation        bigint      NOT NULL CHECK (allocation >= 0),
    funding           text        NOT NULL,
    rollover_share    numeric     NOT NULL CHECK (rollover_share BETWEEN 0 AND 1),
    rollover_max      bigint      NOT NULL CHECK (rollover_max >= 0),
    spends_past_due   boolean     NOT NULL,
    spends_in_grace   boolean     NOT NULL,
    period_cycle      integer,
    period_number     bigint,
    period_start      timestamptz,
    covered_from      timestamptz,
    covered_until     timestamptz,
    period_allocation bigint,
    period_ahead      bigint,
    period_grants     uuid[],
    unspent           bigint      NOT NULL CHECK (unspent >= 0),
    position          bigint      NOT NULL,
    renews_at         timestamptz GENERATED ALWAYS AS (
        CASE WHEN status = 'active' AND allocation > 0 THEN covered_until END) STORED,
    CONSTRAINT subscription_period_is_whole CHECK (
        num_nulls(period_cycle, period_number, period_start, covered_from, covered_until, period_allocation,
                  period_ahead, period_grants) IN (0, 8)),
    CHECK (period_start <= covered_from AND covered_from < covered_until)
) WITH (fillfactor = 75);
COMMENT ON TABLE projection.subscription IS 'What accounts have subscribed to. Credits are counted in millionths.';
COMMENT ON COLUMN projection.subscription.cycle IS 'Counts the anchors.';
COMMENT ON COLUMN projection.subscription.covered_from IS 'Since when the last period that was given its allocation is covered.';
COMMENT ON COLUMN projection.subscription.period_ahead IS 'What a lower plan allots no longer and could not be taken back.';
COMMENT ON COLUMN projection.subscription.unspent IS 'What expired of that period''s grants.';
COMMENT ON COLUMN projection.subscription.position IS 'Of the last event in this row.';

CREATE INDEX subscription_due ON projection.subscription (renews_at) WHERE renews_at IS NOT NULL;
