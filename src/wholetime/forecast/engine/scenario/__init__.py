"""What forecasts take for granted, with owner, source and range, and the named changes to it that scenarios are."""
