"""The catalogue of figures, and the arithmetic that makes them from counted terms."""
