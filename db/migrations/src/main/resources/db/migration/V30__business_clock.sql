-- Dev mode's business clock: how far it is ahead of the real one. Time in the log must not run backwards, so this lives
-- and is restored with the log. In production mode there is no row.
CREATE TABLE jobs.business_clock (
    only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    offset_micros bigint  NOT NULL CHECK (offset_micros >= 0)
);
COMMENT ON TABLE jobs.business_clock IS 'Dev mode: microseconds by which business time is ahead of real time.';
