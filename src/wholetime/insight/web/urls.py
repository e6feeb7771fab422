"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from wholetime.insight.web import find, kept, views

urlpatterns: list[URLPattern] = [
    path("insight/", views.home, name="insight_home"),
    path("insight/find/", find.find, name="insight_find"),
    path("insight/saved/", kept.kept, name="insight_kept"),
    path("insight/saved/<uuid:key>/", kept.opened, name="insight_view"),
    path("insight/saved/<uuid:key>/forget/", kept.forget, name="insight_forget"),
    path("insight/<str:code>/", views.show, name="insight"),
    path("insight/<str:code>/<slug:slug>/", views.show, name="insight_page"),
    path("insight/<str:code>/<slug:slug>/save/", kept.keep, name="insight_save"),
    path("insight/<str:code>/<slug:slug>/<str:name>", views.download, name="insight_file"),
]
