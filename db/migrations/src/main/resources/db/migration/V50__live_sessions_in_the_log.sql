-- What can happen to live sessions and to quotas.
INSERT INTO log.event_type (id, name, version)
VALUES (28, 'session.started', 1),
       (29, 'session.resumed', 1),
       (30, 'session.heartbeat-received', 1),
       (31, 'session.low-balance-reached', 1),
       (32, 'session.checkpointed', 1),
       (33, 'session.ended', 1),
       (34, 'quota.account-limited', 1),
       (35, 'tiers.quota-set', 1);

-- Heartbeats and checkpoints are frequent: they pay for no entry in the index of rare events.
DROP INDEX log.event_of_rare_type;
CREATE INDEX event_of_rare_type ON log.event (aggregate, type, sequence) WHERE type NOT IN (4, 8, 9, 10, 17, 30, 32);
