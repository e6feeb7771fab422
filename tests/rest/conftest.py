"""The small world, for every test of REST."""

from tests.dataset.web.small_world import world

__all__ = ["world"]
