-- The books of finance, derived from the log. Positions are taken together in buckets of 131,072: what is booked in each
-- is summed up, so the books at the end of any bucket are a sum, and those at any position between are that sum and a
-- bounded look into the log.

INSERT INTO log.event_type (id, name, version)
VALUES (27, 'finance.period-closed', 1);

CREATE TABLE projection.finance_journal (
    bucket   bigint  NOT NULL CHECK (bucket >= 0),
    account  text    NOT NULL,
    funding  text    NOT NULL,
    source   text    NOT NULL,
    since    date    NOT NULL,
    currency text    NOT NULL,
    money    numeric NOT NULL,
    credits  numeric NOT NULL,
    PRIMARY KEY (bucket, account, funding, source, since, currency),
    CONSTRAINT finance_journal_money_has_a_currency CHECK (money = 0 OR currency <> '')
);
COMMENT ON TABLE projection.finance_journal IS
    'What was booked in each bucket of positions under each heading: debits above zero, credits below. All rows of a currency sum up to zero, in money and in credits.';
COMMENT ON COLUMN projection.finance_journal.account IS 'Of the chart of accounts.';
COMMENT ON COLUMN projection.finance_journal.funding IS 'Of the lots, as their source; empty: no lot stands behind it.';
COMMENT ON COLUMN projection.finance_journal.since IS 'The day from which the lots could be spent, where open lots grow old; else -infinity.';
COMMENT ON COLUMN projection.finance_journal.currency IS 'Empty: no money.';
COMMENT ON COLUMN projection.finance_journal.credits IS 'In credits, not in millionths: a sum over all accounts has no bound.';

CREATE TABLE projection.finance_lot (
    account_id text    NOT NULL,
    grant_id   uuid    NOT NULL,
    source     text    NOT NULL,
    since      date    NOT NULL,
    paid       numeric NOT NULL CHECK (paid >= 0),
    currency   text    NOT NULL,
    amount     bigint  NOT NULL CHECK (amount > 0),
    used       bigint  NOT NULL CHECK (used >= 0),
    expired    bigint  NOT NULL CHECK (expired >= 0),
    revoked    bigint  NOT NULL CHECK (revoked >= 0),
    bucket     bigint  NOT NULL,
    PRIMARY KEY (account_id, grant_id),
    CHECK (used + expired + revoked <= amount)
) WITH (fillfactor = 75);
COMMENT ON TABLE projection.finance_lot IS
    'Lots that were paid for: the money behind them, and what has left them, net of what came back. Credits in millionths.';
COMMENT ON COLUMN projection.finance_lot.bucket IS 'In which it was last touched.';

CREATE TABLE projection.finance_lot_past (
    account_id text   NOT NULL,
    grant_id   uuid   NOT NULL,
    bucket     bigint NOT NULL,
    used       bigint NOT NULL,
    expired    bigint NOT NULL,
    revoked    bigint NOT NULL,
    PRIMARY KEY (account_id, grant_id, bucket)
);
COMMENT ON TABLE projection.finance_lot_past IS
    'What had left a lot at the end of a bucket in which it was touched, once a later one touches it.';

-- The books begin with the first event: all that is made from the log is made anew.
CALL projection.make_anew();
