"""Rule sets and rates, dated, each with its source."""
