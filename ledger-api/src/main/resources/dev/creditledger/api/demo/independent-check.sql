-- Adds up the whole log, event by event, and beside it all balances that the ledger shows, and shares no code with it.
-- One statement sees one state: the rows of the balances and the position up to which they are true.
--
-- What an account has (available, held and pending) changes by what is granted, spent and given back, and by what
-- expires or is revoked, be it in its lot or on its way back to a lot that is dead. What was used, paid for or not, is
-- what the daily summaries say.
WITH seen AS (
    SELECT position FROM projection.token WHERE name = 'ledger'
), moved AS (
    SELECT e.type,
           (e.payload ->> 'amount')::numeric AS amount,
           (e.payload ->> 'revoked')::numeric AS revoked,
           coalesce((e.payload ->> 'repaid')::numeric, 0) AS repaid,
           coalesce((e.payload ->> 'uncovered')::numeric, 0) AS uncovered,
           (SELECT coalesce(sum((part ->> 'amount')::numeric), 0)
            FROM json_array_elements(coalesce(e.payload -> 'returned', e.payload -> 'settled')) part
            WHERE part ->> 'fate' <> 'available') AS lost
    FROM log.events e
    WHERE e.position <= (SELECT position FROM seen)
)
SELECT (SELECT count(*) FROM moved) AS events,
       (SELECT coalesce(sum(CASE type
                WHEN 'account.credits-granted' THEN amount - repaid
                WHEN 'account.grant-activated' THEN -repaid
                WHEN 'account.grant-reduced' THEN -amount
                WHEN 'account.credits-deducted' THEN -amount
                WHEN 'account.hold-captured' THEN -amount - lost
                WHEN 'account.deduction-reversed' THEN amount - lost
                WHEN 'account.credits-expired' THEN -amount
                WHEN 'account.grant-revoked' THEN -revoked
                WHEN 'account.hold-released' THEN -lost
                WHEN 'account.hold-expired' THEN -lost
                WHEN 'account.closed' THEN -lost
                ELSE 0
            END), 0)
        FROM moved) AS sum_of_events,
       (SELECT coalesce(sum(amount + uncovered), 0) FROM moved
        WHERE type IN ('account.credits-deducted', 'account.hold-captured')) AS used_in_events,
       (SELECT coalesce(sum(credits), 0) / 1000000 FROM projection.total_usage) AS used_in_summaries,
       (SELECT coalesce(sum((available + held + pending)::numeric), 0) / 1000000
        FROM projection.account) AS sum_of_balances,
       (SELECT count(*) FROM projection.account) AS accounts,
       (SELECT position FROM seen) AS position
