"""Pure measures of shape and resilience."""
