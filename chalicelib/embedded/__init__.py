"""The embedded home: one SQLite file and worker processes on one machine."""
