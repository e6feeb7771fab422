"""Building the bundled reference organisations out of the published files."""
