-- The embedded store, version 10: what is due is looked for within one local authority, whatever the others of the hub have due.

DROP INDEX journeys_due;
CREATE INDEX journeys_due ON journeys (tenant, due_at, procedure) WHERE due_at IS NOT NULL AND state IN ('Running', 'Waiting', 'Faulted');
