"""Data quality of what is held, within a scope."""
