"""The shape of the workforce: baseline, trend, gaps, weak spots."""
