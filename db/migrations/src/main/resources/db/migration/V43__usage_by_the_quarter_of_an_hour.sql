-- Usage is summed by quarters of an hour, of which the days of any time zone can be made. The days of UTC that were kept
-- so far cannot be taken apart, so the read side is made anew from the log.

DROP TABLE projection.usage_daily;

CREATE TABLE projection.account_usage (
    account_id          text    NOT NULL,
    quarter             integer NOT NULL,
    feature             text    NOT NULL,
    vendor              text    NOT NULL,
    model               text    NOT NULL,
    tier                text    NOT NULL,
    requests            bigint  NOT NULL CHECK (requests >= 0),
    input_tokens        bigint  NOT NULL CHECK (input_tokens >= 0),
    cached_input_tokens bigint  NOT NULL CHECK (cached_input_tokens BETWEEN 0 AND input_tokens),
    output_tokens       bigint  NOT NULL CHECK (output_tokens >= 0),
    credits             bigint  NOT NULL CHECK (credits >= 0),
    uncovered           bigint  NOT NULL CHECK (uncovered BETWEEN 0 AND credits),
    reversed            bigint  NOT NULL CHECK (reversed >= 0),
    vendor_cost_usd     numeric NOT NULL CHECK (vendor_cost_usd >= 0),
    worth_usd           numeric NOT NULL CHECK (worth_usd >= 0),
    PRIMARY KEY (account_id, quarter, feature, vendor, model, tier)
) WITH (fillfactor = 75);
COMMENT ON TABLE projection.account_usage IS 'What each account used. Credits are counted in millionths.';
COMMENT ON COLUMN projection.account_usage.quarter IS
    'Quarters of an hour since 1970 (UTC): to_timestamp(quarter * 900.0) is when it begins. The one in which it was used; of a reversal, in which it was given back.';
COMMENT ON COLUMN projection.account_usage.feature IS
    'Empty: none was named. So are vendor and model of what was not token usage, and the tier of what had no price.';
COMMENT ON COLUMN projection.account_usage.credits IS 'Charged, what nothing paid for and what was reversed since included.';
COMMENT ON COLUMN projection.account_usage.worth_usd IS
    'What the credits charged for tokens are worth; less the vendor''s cost, it is the margin.';

-- The same over all accounts. Their credits together have no bound that a bigint would hold for sure.
CREATE TABLE projection.total_usage (
    quarter             integer NOT NULL,
    feature             text    NOT NULL,
    vendor              text    NOT NULL,
    model               text    NOT NULL,
    tier                text    NOT NULL,
    requests            bigint  NOT NULL CHECK (requests >= 0),
    input_tokens        numeric NOT NULL CHECK (input_tokens >= 0),
    cached_input_tokens numeric NOT NULL CHECK (cached_input_tokens BETWEEN 0 AND input_tokens),
    output_tokens       numeric NOT NULL CHECK (output_tokens >= 0),
    credits             numeric NOT NULL CHECK (credits >= 0),
    uncovered           numeric NOT NULL CHECK (uncovered BETWEEN 0 AND credits),
    reversed            numeric NOT NULL CHECK (reversed >= 0),
    vendor_cost_usd     numeric NOT NULL CHECK (vendor_cost_usd >= 0),
    worth_usd           numeric NOT NULL CHECK (worth_usd >= 0),
    PRIMARY KEY (quarter, feature, vendor, model, tier)
) WITH (fillfactor = 75);
COMMENT ON TABLE projection.total_usage IS 'What all accounts used together; the columns are those of account_usage.';

CREATE PROCEDURE projection.make_anew() LANGUAGE plpgsql AS $$
    DECLARE
        made_from_the_log text;
    BEGIN
        SELECT string_agg(format('projection.%I', tablename), ', ') INTO made_from_the_log
        FROM pg_tables WHERE schemaname = 'projection' AND tablename <> 'token';
        EXECUTE 'TRUNCATE ' || made_from_the_log;
        UPDATE projection.token SET position = 0;
    END
$$;
COMMENT ON PROCEDURE projection.make_anew() IS
    'For migrations after which the rows would be other ones: throws all of them away; the projector begins with the first event.';

CALL projection.make_anew();
