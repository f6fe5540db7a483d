-- The embedded store, version 8: plans of alterations and what came of them on each instance.

CREATE TABLE alteration_plans (
  tenant       TEXT NOT NULL,
  id           TEXT NOT NULL,
  actor        TEXT NOT NULL,
  alterations  BLOB NOT NULL,
  filter       BLOB NOT NULL,
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  completed_at INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX alteration_plans_open ON alteration_plans (created_at) WHERE completed_at IS NULL;
CREATE INDEX alteration_plans_done ON alteration_plans (completed_at) WHERE completed_at IS NOT NULL;

CREATE TABLE alteration_jobs (
  tenant       TEXT NOT NULL,
  plan_id      TEXT NOT NULL,
  number       INTEGER NOT NULL,
  instance_id  TEXT NOT NULL,
  status       TEXT NOT NULL,
  log          BLOB,
  started_at   INTEGER,
  completed_at INTEGER,
  PRIMARY KEY (tenant, plan_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX alteration_jobs_pending ON alteration_jobs (tenant, plan_id, number) WHERE status = 'Pending';
