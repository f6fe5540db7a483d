-- The embedded store, version 9: until when the law asks for an answer.

-- The moment at which the last day is over; null where the law sets no time.
ALTER TABLE journeys ADD COLUMN due_at INTEGER;

-- Only what has not ended can still be answered late: the index holds that alone, however many journeys have ended.
CREATE INDEX journeys_due ON journeys (due_at, procedure) WHERE due_at IS NOT NULL AND state IN ('Running', 'Waiting', 'Faulted');
