-- The embedded store, version 6: events for which nobody waited, kept for some minutes until somebody does.

-- NULL in a filter's column means everybody. Of one millisecond, the row that was added first came first.
CREATE TABLE kept_events (
  tenant               TEXT NOT NULL,
  hash                 TEXT NOT NULL,
  name                 TEXT NOT NULL,
  correlation_id       TEXT,
  instance_id          TEXT,
  activity_instance_id TEXT,
  payload              BLOB NOT NULL,
  at                   INTEGER NOT NULL
) STRICT;

-- A new bookmark asks for its stimulus first, which is nearly never there, and only then for each filter that it meets.
CREATE INDEX kept_events_filter ON kept_events (tenant, hash, correlation_id, instance_id, activity_instance_id, at);
CREATE INDEX kept_events_at ON kept_events (at);
