"""Small questions about an installation, each answered with what was found and what to do about it."""
