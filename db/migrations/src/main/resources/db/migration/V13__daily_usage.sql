-- What was used per UTC day, feature and model.

CREATE TABLE projection.usage_daily (
    account_id          text    NOT NULL,
    day                 date    NOT NULL,
    feature             text    NOT NULL,
    vendor              text    NOT NULL,
    model               text    NOT NULL,
    requests            bigint  NOT NULL CHECK (requests >= 0),
    input_tokens        bigint  NOT NULL CHECK (input_tokens >= 0),
    cached_input_tokens bigint  NOT NULL CHECK (cached_input_tokens BETWEEN 0 AND input_tokens),
    output_tokens       bigint  NOT NULL CHECK (output_tokens >= 0),
    credits             bigint  NOT NULL CHECK (credits >= 0),
    reversed            bigint  NOT NULL CHECK (reversed >= 0),
    vendor_cost_usd     numeric NOT NULL CHECK (vendor_cost_usd >= 0),
    PRIMARY KEY (account_id, day, feature, vendor, model)
) WITH (fillfactor = 75);
COMMENT ON COLUMN projection.usage_daily.day IS 'The UTC day on which it was used; of a reversal, on which it was given back.';
COMMENT ON COLUMN projection.usage_daily.feature IS 'Empty: none was named. So are vendor and model of what was not token usage.';
COMMENT ON COLUMN projection.usage_daily.credits IS 'Charged, what was reversed since included.';
