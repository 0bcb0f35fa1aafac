"""Planning benchmarks: what the composer plans with no, ten, a hundred and all past runs.  The data stay outside."""
