-- The embedded store, version 3: a commit writes whole pages, one or more for each index it touches, so that what a new journey
-- can be found by stands in its own row and in no table beside it, and no index holds what nothing looks for.

-- A journey is always asked for with its tenant: one tree instead of two. Its request is found through the requests' own key.
CREATE TABLE journeys_3 (
  tenant         TEXT NOT NULL,
  id             TEXT NOT NULL,
  request_id     TEXT NOT NULL,
  procedure      TEXT NOT NULL,
  channel        TEXT NOT NULL,
  state          TEXT NOT NULL,
  hand_over_code TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
INSERT INTO journeys_3
  SELECT tenant, id, request_id, procedure, channel, state, hand_over_code, created_at, updated_at FROM journeys ORDER BY tenant, id;
DROP TABLE journeys;
ALTER TABLE journeys_3 RENAME TO journeys;
CREATE INDEX journeys_state ON journeys (tenant, state, id);
CREATE INDEX journeys_procedure ON journeys (tenant, procedure, id);
CREATE INDEX journeys_code ON journeys (tenant, hand_over_code);

-- What stays here are the keys that a journey collects on its way.
DELETE FROM journey_keys WHERE kind IN ('HandOverCode', 'Request', 'Journey');

-- Only what crosses to or from a connector is counted as flow.
DROP INDEX journey_events_time;
CREATE INDEX journey_events_flow ON journey_events (tenant, at) WHERE type IN (
  'connector.command-sent', 'connector.reply-received', 'citizen.notified', 'connector.command-failed', 'connector.dead-lettered', 'connector.event-received');

DROP INDEX instances_definition;
DROP INDEX instances_correlation;

-- What waits for a connector's event is found without reading all bookmarks, which a restored hub did on each look at its
-- incidents. Only these bookmarks are in the index: all others are written as before.
CREATE INDEX bookmarks_connector_event ON bookmarks (tenant, instance_id) WHERE name = 'Hub.ConnectorEvent';
