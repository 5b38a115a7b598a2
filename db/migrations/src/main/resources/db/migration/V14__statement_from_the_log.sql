-- The statement is read from the log itself, where each event stands already with its amounts and the balance after it.
-- A copy of each event cost more than all other rows of the read side, and took as much room as the log.

DROP TABLE projection.entry;

-- A statement walks an account's events back from the newest, along (aggregate, sequence). Of one kind only, it finds
-- soon what happens all the time: 4 deduction, 8 hold, 9 capture, 10 release. The rest is rare and has this index, which
-- those four pay nothing for.
CREATE INDEX event_of_rare_type ON log.event (aggregate, type, sequence) WHERE type NOT IN (4, 8, 9, 10);
