"""Root addresses: each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("wholetime.chassis.web.urls")),
    path("", include("wholetime.insight.web.urls")),
]
