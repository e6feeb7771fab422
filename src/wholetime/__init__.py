"""wholetime: one workforce system for health and care."""

__version__ = "0.1.0"
