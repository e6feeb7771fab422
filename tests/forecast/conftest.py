"""What the tests of forecasts share."""

from tests.dataset.web.small_world import world

__all__ = ["world"]
