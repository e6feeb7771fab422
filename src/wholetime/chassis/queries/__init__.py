"""Reads, always within a person's scope."""
