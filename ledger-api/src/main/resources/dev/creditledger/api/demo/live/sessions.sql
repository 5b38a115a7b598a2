-- What the log says of each live session of the accounts whose names begin so, and what their balances say now. It shares no
-- code with the ledger: each event is read as JSON, and added up here.
WITH told AS (
    SELECT e.aggregate AS account, e.type, e.payload, e.payload -> 'rate' AS rate
    FROM log.events e
    WHERE starts_with(e.aggregate, ?) AND e.type LIKE 'session.%'
)
SELECT t.account,
       t.payload ->> 'session' AS session,
       count(*) FILTER (WHERE type = 'session.started') AS starts,
       count(*) FILTER (WHERE type = 'session.ended') AS ends,
       count(*) FILTER (WHERE type = 'session.resumed') AS resumed,
       count(*) FILTER (WHERE type = 'session.checkpointed') AS checkpoints,
       max(payload ->> 'feature') FILTER (WHERE type = 'session.started') AS feature,
       max(payload ->> 'reason') FILTER (WHERE type = 'session.ended') AS reason,
       max(rate ->> 'unit') FILTER (WHERE type = 'session.started') AS unit,
       max((rate ->> 'creditsPerUnit')::numeric) FILTER (WHERE type = 'session.started') AS credits_per_unit,
       extract(epoch FROM max((payload -> 'terms' ->> 'longest')::interval)
               FILTER (WHERE type = 'session.started'))::bigint AS longest_seconds,
       max((payload -> 'meter' ->> 'counted')::bigint) FILTER (WHERE type = 'session.ended') AS seconds,
       max((payload ->> 'charged')::numeric) FILTER (WHERE type = 'session.ended') AS charged,
       coalesce(sum((payload ->> 'seconds')::bigint)
                FILTER (WHERE type IN ('session.checkpointed', 'session.ended')), 0) AS sum_of_seconds,
       coalesce(sum((payload ->> 'amount')::numeric)
                FILTER (WHERE type IN ('session.checkpointed', 'session.ended')), 0) AS sum_of_amounts,
       count(*) FILTER (WHERE type = 'session.low-balance-reached' AND payload ->> 'thresholdPercent' = '20') AS low_20,
       count(*) FILTER (WHERE type = 'session.low-balance-reached' AND payload ->> 'thresholdPercent' = '10') AS low_10,
       count(*) FILTER (WHERE type = 'session.low-balance-reached' AND payload ->> 'thresholdPercent' = '5') AS low_5
FROM told t
GROUP BY t.account, t.payload ->> 'session'
