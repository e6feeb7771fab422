"""The one door to forecast."""
