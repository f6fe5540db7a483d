-- The embedded store, version 4: lists of instances, as Elsa's API asks for them, without reading the instances.

-- The one index behind every list: by definition, by state, newest first; a list of everything is the merge of these groups, of
-- which there are as many as definitions times states in use. It costs a page where an instance begins and two where it ends, and
-- none for the bursts between, which write the state's column only when it changes. The order by creation stands at the end, behind
-- it SQLite's own row number, so that no second index is needed for any of these.
CREATE INDEX instances_list ON instances (tenant, definition_id, sub_status, created_at);

-- A citizen's request has its journey as correlation and is found by that; here stand only the others.
CREATE INDEX instances_correlation ON instances (correlation_id) WHERE correlation_id IS NOT NULL AND correlation_id IS NOT journey_id;

CREATE INDEX instances_parent ON instances (parent_id) WHERE parent_id IS NOT NULL;
