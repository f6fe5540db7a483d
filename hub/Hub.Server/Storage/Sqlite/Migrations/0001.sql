-- The embedded store, version 1. Times are milliseconds since 1970-01-01 UTC. Every row carries its tenant (a SIREN);
-- '*' marks what every local authority of this hub shares, such as the procedures imported at start.

CREATE TABLE inbox (
  tenant       TEXT NOT NULL,
  source       TEXT NOT NULL,
  id           TEXT NOT NULL,
  content_hash BLOB NOT NULL,
  reply        BLOB NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (tenant, source, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_at ON inbox (at);

CREATE TABLE requests (
  id         TEXT PRIMARY KEY,
  tenant     TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  procedure  TEXT NOT NULL,
  schema     TEXT NOT NULL,
  channel    TEXT NOT NULL,
  payload    BLOB NOT NULL,
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journeys (
  id             TEXT PRIMARY KEY,
  tenant         TEXT NOT NULL,
  request_id     TEXT NOT NULL,
  procedure      TEXT NOT NULL,
  channel        TEXT NOT NULL,
  state          TEXT NOT NULL,
  hand_over_code TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX journeys_tenant ON journeys (tenant, id);
CREATE INDEX journeys_state ON journeys (tenant, state, id);
CREATE INDEX journeys_procedure ON journeys (tenant, procedure, id);

CREATE TABLE journey_keys (
  tenant     TEXT NOT NULL,
  value      TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  kind       TEXT NOT NULL,
  system     TEXT NOT NULL,
  name       TEXT NOT NULL,
  PRIMARY KEY (tenant, value, journey_id, kind, system, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX journey_keys_journey ON journey_keys (journey_id);

CREATE TABLE journey_events (
  journey_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  tenant     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  type       TEXT NOT NULL,
  system     TEXT NOT NULL,
  channel    TEXT NOT NULL,
  fr         TEXT NOT NULL,
  en         TEXT NOT NULL,
  PRIMARY KEY (journey_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX journey_events_time ON journey_events (tenant, at);

CREATE TABLE definitions (
  version_id    TEXT PRIMARY KEY,
  tenant        TEXT NOT NULL,
  definition_id TEXT NOT NULL,
  version       INTEGER NOT NULL,
  name          TEXT NOT NULL,
  is_latest     INTEGER NOT NULL,
  is_published  INTEGER NOT NULL,
  json          BLOB NOT NULL,
  created_at    INTEGER NOT NULL,
  UNIQUE (tenant, definition_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX definitions_published ON definitions (definition_id) WHERE is_published = 1;

CREATE TABLE triggers (
  tenant      TEXT NOT NULL,
  hash        TEXT NOT NULL,
  version_id  TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  name        TEXT NOT NULL,
  payload     BLOB NOT NULL,
  PRIMARY KEY (hash, tenant, version_id, activity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX triggers_name ON triggers (name);
CREATE INDEX triggers_version ON triggers (version_id);

CREATE TABLE instances (
  id             TEXT PRIMARY KEY,
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
) STRICT, WITHOUT ROWID;
CREATE INDEX instances_journey ON instances (journey_id) WHERE journey_id IS NOT NULL;
CREATE INDEX instances_definition ON instances (definition_id, id);
CREATE INDEX instances_correlation ON instances (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX instances_incidents ON instances (tenant, id) WHERE incidents > 0;

CREATE TABLE bookmarks (
  id             TEXT PRIMARY KEY,
  tenant         TEXT NOT NULL,
  instance_id    TEXT NOT NULL,
  partition      TEXT NOT NULL,
  correlation_id TEXT,
  name           TEXT NOT NULL,
  hash           TEXT NOT NULL,
  due_at         INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX bookmarks_hash ON bookmarks (hash, tenant);
CREATE INDEX bookmarks_instance ON bookmarks (instance_id);
CREATE INDEX bookmarks_due ON bookmarks (due_at) WHERE due_at IS NOT NULL;

-- Signals that came before anybody waited for them, kept as long as their instance lives.
CREATE TABLE stimuli (
  id        TEXT PRIMARY KEY,
  tenant    TEXT NOT NULL,
  partition TEXT NOT NULL,
  hash      TEXT NOT NULL,
  name      TEXT NOT NULL,
  payload   BLOB NOT NULL,
  at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stimuli_partition ON stimuli (partition, hash);

-- What an instance did, one row a burst.
CREATE TABLE bursts (
  instance_id TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  tenant      TEXT NOT NULL,
  at          INTEGER NOT NULL,
  records     BLOB NOT NULL,
  PRIMARY KEY (instance_id, revision)
) STRICT, WITHOUT ROWID;

-- Outside calls that a workflow made by itself: claimed before they are made, removed with their result.
CREATE TABLE claims (
  effect_id   TEXT PRIMARY KEY,
  tenant      TEXT NOT NULL,
  instance_id TEXT NOT NULL,
  partition   TEXT NOT NULL,
  bookmark_id TEXT NOT NULL,
  request     BLOB NOT NULL,
  at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  id              TEXT NOT NULL UNIQUE,
  tenant          TEXT NOT NULL,
  partition       TEXT NOT NULL,
  connector       TEXT NOT NULL,
  operation       TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  payload         BLOB NOT NULL,
  journey_id      TEXT,
  case_id         TEXT,
  payment_id      TEXT,
  channel         TEXT NOT NULL,
  traceparent     TEXT,
  created_at      INTEGER NOT NULL,
  attempt         INTEGER NOT NULL DEFAULT 0,
  next_at         INTEGER NOT NULL,
  is_dead         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_due ON outbox (connector, is_dead, next_at, seq);
CREATE INDEX outbox_order ON outbox (connector, partition, seq);

CREATE TABLE dead_letters (
  id          TEXT PRIMARY KEY,
  tenant      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  system      TEXT NOT NULL,
  operation   TEXT NOT NULL,
  code        TEXT NOT NULL,
  fr          TEXT NOT NULL,
  en          TEXT NOT NULL,
  pointer     TEXT,
  journey_id  TEXT,
  outbox_id   TEXT,
  attributes  BLOB NOT NULL,
  original    BLOB NOT NULL,
  attempts    INTEGER NOT NULL,
  at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dead_letters_group ON dead_letters (tenant, system, operation, code, id);

CREATE TABLE documents (
  id         TEXT PRIMARY KEY,
  tenant     TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size       INTEGER NOT NULL,
  sha256     TEXT NOT NULL,
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE schemas (
  id      TEXT NOT NULL,
  version TEXT NOT NULL,
  tenant  TEXT NOT NULL,
  json    BLOB NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE connectors (
  name      TEXT PRIMARY KEY,
  tenant    TEXT NOT NULL,
  manifest  BLOB NOT NULL,
  is_paused INTEGER NOT NULL DEFAULT 0,
  seen_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  id         TEXT PRIMARY KEY,
  tenant     TEXT NOT NULL,
  name       TEXT NOT NULL,
  prefix     TEXT NOT NULL,
  hash       BLOB NOT NULL,
  roles      TEXT NOT NULL,
  scopes     TEXT NOT NULL,
  connector  TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);

-- Browser sessions that were signed out before their time. The number only grows: nodes notice a new row by it.
CREATE TABLE ended_sessions (
  number     INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  seq           INTEGER PRIMARY KEY,
  tenant        TEXT NOT NULL,
  at            INTEGER NOT NULL,
  actor         TEXT NOT NULL,
  action        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  outcome       TEXT NOT NULL,
  detail        TEXT NOT NULL,
  hash          BLOB NOT NULL
) STRICT;
