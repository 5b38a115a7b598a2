-- Live sessions, what they used, and the limits that accounts have of their own. The log has none of them before V50, so
-- the rows that are there stay as they are.

CREATE TABLE projection.session (
    account_id           text        NOT NULL,
    session_id           uuid        NOT NULL,
    feature              text        NOT NULL,
    channel              text,
    action               text        NOT NULL,
    unit                 text        NOT NULL,
    credits_per_unit     bigint      NOT NULL CHECK (credits_per_unit >= 0),
    tier                 text        NOT NULL,
    price_version        integer     NOT NULL,
    started_at           timestamptz NOT NULL,
    started_position     bigint      NOT NULL,
    stale_after_ms       bigint      NOT NULL CHECK (stale_after_ms > 0),
    longest_until        timestamptz NOT NULL,
    status               text        NOT NULL CHECK (status IN ('running', 'ended')),
    node                 text,
    connection           integer     NOT NULL CHECK (connection >= 1),
    last_activity_at     timestamptz NOT NULL,
    seconds              bigint      NOT NULL CHECK (seconds >= 0),
    charged              bigint      NOT NULL CHECK (charged >= 0),
    sequence             bigint      NOT NULL,
    granted_until_second bigint      NOT NULL,
    renew_at_second      bigint      NOT NULL,
    valid_until          timestamptz NOT NULL,
    final_unit           boolean     NOT NULL,
    ended_at             timestamptz,
    end_reason           text,
    position             bigint      NOT NULL,
    PRIMARY KEY (account_id, session_id),
    CONSTRAINT session_ends_for_a_reason
        CHECK (num_nulls(ended_at, end_reason) = CASE status WHEN 'ended' THEN 0 ELSE 2 END),
    CONSTRAINT session_charges_its_rate CHECK (credits_per_unit > 0 OR charged = 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection.session IS 'Live sessions, those that ended too. Credits are counted in millionths.';
COMMENT ON COLUMN projection.session.channel IS 'Null: the account tells its sessions of the feature apart by nothing.';
COMMENT ON COLUMN projection.session.action IS 'Whose price it has, from its start to its end, as unit, credits_per_unit, tier and price_version say.';
COMMENT ON COLUMN projection.session.stale_after_ms IS 'It has been interrupted when nobody was heard of for so long.';
COMMENT ON COLUMN projection.session.node IS 'The node that its client is, or was last, connected to. Null: another server runs it.';
COMMENT ON COLUMN projection.session.seconds IS 'Those that charged is for.';
COMMENT ON COLUMN projection.session.sequence IS 'The last of whoever runs it; 0: none.';
COMMENT ON COLUMN projection.session.granted_until_second IS 'Up to there credits and quota are reserved, while it runs.';
COMMENT ON COLUMN projection.session.ended_at IS 'When it was over, whenever that was noticed.';
COMMENT ON COLUMN projection.session.position IS 'Of the last event in this row.';

-- On columns that never change while a session runs, so that its heartbeats and checkpoints touch no index.
CREATE UNIQUE INDEX session_newest_first ON projection.session (started_position);
CREATE INDEX session_of_account ON projection.session (account_id, started_position);
CREATE INDEX session_running ON projection.session (started_position) WHERE status = 'running';
CREATE INDEX session_running_of_account ON projection.session (account_id, started_position) WHERE status = 'running';

CREATE TABLE projection.live_total (
    day     date    NOT NULL,
    feature text    NOT NULL,
    tier    text    NOT NULL,
    started bigint  NOT NULL CHECK (started >= 0),
    ended   bigint  NOT NULL CHECK (ended >= 0),
    seconds numeric NOT NULL CHECK (seconds >= 0),
    credits numeric NOT NULL CHECK (credits >= 0),
    PRIMARY KEY (day, feature, tier)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection.live_total IS 'What all live sessions used on each UTC day. Credits are counted in millionths.';
COMMENT ON COLUMN projection.live_total.tier IS 'At the start of the session, which its rate is for.';
COMMENT ON COLUMN projection.live_total.seconds IS 'Each on the day on which it lay, as in quotas.';
COMMENT ON COLUMN projection.live_total.credits IS
    'On the day of the charge, as in total_usage; what was reversed since included.';

CREATE TABLE projection.live_quota (
    account_id text        NOT NULL,
    feature    text        NOT NULL,
    used_until timestamptz NOT NULL,
    hour       bigint      NOT NULL CHECK (hour >= 0),
    day        bigint      NOT NULL CHECK (day >= hour),
    month      bigint      NOT NULL CHECK (month >= day),
    own_hour   bigint      CHECK (own_hour >= 0),
    own_day    bigint      CHECK (own_day >= 0),
    own_month  bigint      CHECK (own_month >= 0),
    PRIMARY KEY (account_id, feature)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection.live_quota IS 'How many seconds of each live feature an account has used, and the limits of its own.';
COMMENT ON COLUMN projection.live_quota.used_until IS
    'The end of the latest of them: hour, day and month are those that it lies in (UTC). 1970: none was used.';
COMMENT ON COLUMN projection.live_quota.own_hour IS 'In the place of its tier''s limit. Null: that holds.';
