-- The embedded store, version 2: rows of one to four kilobytes stand in ordinary tables, where they fit a page. In a table
-- without rowid all beyond a kilobyte goes to pages of its own, which each save of an instance wrote anew.

CREATE TABLE instances_2 (
  id             TEXT NOT NULL UNIQUE,
  tenant         TEXT NOT NULL,
  partition      TEXT NOT NULL,
  journey_id     TEXT,
  parent_id      TEXT,
  definition_id  TEXT NOT NULL,
  version_id     TEXT NOT NULL,
  version        INTEGER NOT NULL,
  correlation_id TEXT,
  name           TEXT,
  status         TEXT NOT NULL,
  sub_status     TEXT NOT NULL,
  incidents      INTEGER NOT NULL,
  revision       INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  finished_at    INTEGER,
  state          BLOB NOT NULL
) STRICT;
INSERT INTO instances_2 SELECT * FROM instances ORDER BY id;
DROP TABLE instances;
ALTER TABLE instances_2 RENAME TO instances;
CREATE INDEX instances_journey ON instances (journey_id) WHERE journey_id IS NOT NULL;
CREATE INDEX instances_definition ON instances (definition_id, id);
CREATE INDEX instances_correlation ON instances (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX instances_incidents ON instances (tenant, id) WHERE incidents > 0;

CREATE TABLE bursts_2 (
  instance_id TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  tenant      TEXT NOT NULL,
  at          INTEGER NOT NULL,
  records     BLOB NOT NULL,
  UNIQUE (instance_id, revision)
) STRICT;
INSERT INTO bursts_2 SELECT instance_id, revision, tenant, at, records FROM bursts ORDER BY instance_id, revision;
DROP TABLE bursts;
ALTER TABLE bursts_2 RENAME TO bursts;
