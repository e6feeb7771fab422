"""The only writers: atomic and audited."""
