"""The small world, to be attacked."""

from tests.dataset.web.small_world import world

__all__ = ["world"]
