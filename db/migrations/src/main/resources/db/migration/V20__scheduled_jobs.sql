-- Jobs that run once across all nodes and survive restarts. The columns are those that db-scheduler 16 reads and writes.

CREATE TABLE jobs.scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
COMMENT ON TABLE jobs.scheduled_tasks IS 'One row per job: when it runs next, and which node is running it now.';

CREATE INDEX scheduled_tasks_execution_time ON jobs.scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON jobs.scheduled_tasks (last_heartbeat);
