-- The embedded store, version 3: what waits for a connector's event is found without reading all bookmarks, which a restored hub
-- did on each look at its incidents. Only these bookmarks are in the index: all others are written as before.

CREATE INDEX bookmarks_connector_event ON bookmarks (tenant, instance_id) WHERE name = 'Hub.ConnectorEvent';
