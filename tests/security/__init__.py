"""The corpora behind docs/security.md: each refuses what is hostile and lets its benign twins pass, and counts both."""
