"""Dated reference data of insight: pension ages, weights, thresholds, suggestions."""
