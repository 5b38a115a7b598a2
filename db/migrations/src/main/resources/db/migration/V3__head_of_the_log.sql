-- The one row that hands out positions. An append updates it and holds its lock until commit, so positions become
-- visible in order and without a gap. The row is updated all the time: a page of its own with room for many versions
-- keeps every update within that page (HOT), and vacuum comes early.

CREATE TABLE sequencer.head (
    single   boolean PRIMARY KEY DEFAULT true,
    position bigint  NOT NULL,
    CONSTRAINT head_is_one_row CHECK (single),
    CONSTRAINT head_position_counts_from_0 CHECK (position >= 0)
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_cost_delay = 0);
COMMENT ON TABLE sequencer.head IS 'Position of the last event in the log.';

INSERT INTO sequencer.head (position) VALUES (0);

GRANT SELECT, UPDATE (position) ON sequencer.head TO ${app_role};
