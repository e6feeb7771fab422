"""Answers questions about figures from the lake, within a person's scope."""
