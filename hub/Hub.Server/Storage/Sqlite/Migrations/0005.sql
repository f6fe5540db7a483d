-- The embedded store, version 5: who waits for a stimulus with one correlation is found without reading all who wait for it.

-- A journey's correlation is its own id, which is younger than all others: its entries are still added at the end.
DROP INDEX bookmarks_hash;
CREATE INDEX bookmarks_hash ON bookmarks (hash, tenant, correlation_id);
