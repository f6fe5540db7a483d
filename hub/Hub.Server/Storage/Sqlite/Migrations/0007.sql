-- The embedded store, version 7: which schema version a published workflow's references mean, and what was counted of schemas' documents.

-- A reference without version means what it meant when the workflow was published, whatever is published later.
CREATE TABLE schema_pins (
  version_id TEXT NOT NULL,
  reference  TEXT NOT NULL,
  tenant     TEXT NOT NULL,
  urn        TEXT NOT NULL,
  PRIMARY KEY (version_id, reference)
) STRICT, WITHOUT ROWID;

-- Paths and counts of all local authorities together; no value of anybody's.
CREATE TABLE schema_drift (
  urn    TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  sketch BLOB NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
