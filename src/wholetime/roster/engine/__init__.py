"""The rostering engine: pure, usable from a notebook, a test or a benchmark."""
