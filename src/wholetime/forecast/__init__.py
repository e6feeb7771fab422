"""Forecasts: supply, need and the gap between them, with an uncertainty that was checked against the past."""
