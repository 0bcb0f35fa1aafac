"""`make test-services`: tasks on services that others wrote, judged by what those services hold afterwards."""
