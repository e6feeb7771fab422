"""Reads of the manifest and the lake."""
