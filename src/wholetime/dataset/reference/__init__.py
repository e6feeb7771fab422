"""Dated reference data of the dataset, with sources."""
