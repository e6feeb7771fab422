"""Invented problems, of the shape that real ones have: for trying things out, for tests, and for measuring."""

from wholetime.roster.engine.samples.ward import sample_ward

__all__ = ["sample_ward"]
