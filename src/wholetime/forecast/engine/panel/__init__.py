"""The general forecaster of panels: many short series without structure, pooled, with quantiles that were checked.

``read_panel`` or ``panel_of`` makes a Panel, ``forecast`` its quantiles, ``backtest`` its scores beside the peers.
"""

from wholetime.forecast.engine.panel.backtest import BackTest, Score, backtest
from wholetime.forecast.engine.panel.levels import QUANTILES
from wholetime.forecast.engine.panel.panel import Panel, UnusablePanelError, panel_of
from wholetime.forecast.engine.panel.predicting import WRITTEN, Forecast, forecast
from wholetime.forecast.engine.panel.reading import read_panel

__all__ = [
    "QUANTILES",
    "WRITTEN",
    "BackTest",
    "Forecast",
    "Panel",
    "Score",
    "UnusablePanelError",
    "backtest",
    "forecast",
    "panel_of",
    "read_panel",
]
