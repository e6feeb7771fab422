"""Rosters: what is asked of a team and its people, the best roster for it, and why it is so."""
