"""Writes rows into a SQLite store that never syncs, and says "ack N" after each commit. Argument: the store's folder."""
import os
import sqlite3
import sys

store = sqlite3.connect(os.path.join(sys.argv[1], "careless.db"))
store.execute("PRAGMA journal_mode = WAL")
store.execute("PRAGMA synchronous = OFF")
store.execute("CREATE TABLE acknowledged (number INTEGER PRIMARY KEY)")
store.commit()
for number in range(100):
    store.execute("INSERT INTO acknowledged VALUES (?)", (number,))
    store.commit()
    os.write(1, b"ack %d\n" % number)
