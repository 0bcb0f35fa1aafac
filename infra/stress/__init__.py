"""Stress: kills of live workers and load, judged by the ledger of a service of our own."""
