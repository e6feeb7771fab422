"""Charts drawn on the server: each is a value with its picture, its table, its sentence and its source."""

from wholetime.chassis.engine.charts.bars import bar, stacked
from wholetime.chassis.engine.charts.chart import Chart
from wholetime.chassis.engine.charts.drawing import ready_to_draw, render_png, render_svg
from wholetime.chassis.engine.charts.fan import Ahead, fan
from wholetime.chassis.engine.charts.maps import choropleth
from wholetime.chassis.engine.charts.pyramid import Band, pyramid
from wholetime.chassis.engine.charts.spc import spc
from wholetime.chassis.engine.charts.strip import strip
from wholetime.chassis.engine.charts.trend import Series, trend

__all__ = [
    "Ahead",
    "Band",
    "Chart",
    "Series",
    "bar",
    "choropleth",
    "fan",
    "pyramid",
    "ready_to_draw",
    "render_png",
    "render_svg",
    "spc",
    "stacked",
    "strip",
    "trend",
]
