"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from wholetime.insight.web import views

urlpatterns: list[URLPattern] = [
    path("insight/", views.home, name="insight_home"),
    path("insight/<str:code>/", views.show, name="insight"),
    path("insight/<str:code>/<slug:slug>/", views.show, name="insight_page"),
    path("insight/<str:code>/<slug:slug>/<str:name>", views.download, name="insight_file"),
]
