-- What the accounts whose names begin so have left, and what runs on them.
SELECT a.account_id AS account,
       (a.granted - a.available - a.held - a.pending)::numeric / 1000000 AS gone,
       (a.available + a.held + a.pending)::numeric / 1000000 AS remaining,
       a.held::numeric / 1000000 AS held,
       (SELECT count(*) FROM projection.session s
        WHERE s.account_id = a.account_id AND s.status = 'running') AS running
FROM projection.account a
WHERE starts_with(a.account_id, ?)
