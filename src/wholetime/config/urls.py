"""Root addresses: each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from wholetime.config.api import api, description
from wholetime.config.health import live, ready
from wholetime.config.metrics import metrics
from wholetime.config.start import start

handler404 = "wholetime.config.api.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("accounts/", include("wholetime.chassis.web.account_urls")),
    path("api/", description, name="rest"),
    path("api/v1/", api.urls),
    path("", include("wholetime.chassis.web.urls")),
    path("", include("wholetime.dataset.web.urls")),
    path("", include("wholetime.insight.web.urls")),
    path("", include("wholetime.forecast.web.urls")),
]
