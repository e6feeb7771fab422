"""The small world, for tests of who may open what."""

from tests.dataset.web.small_world import world

__all__ = ["world"]
