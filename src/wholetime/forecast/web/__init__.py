"""Pages of forecast."""
