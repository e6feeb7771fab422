"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from wholetime.forecast.web import asking, assumptions, keeping, population, runs, saving, scenarios, views, wisn_file

urlpatterns: list[URLPattern] = [
    path("forecast/", views.home, name="forecast_home"),
    path("forecast/job/<int:job>/", asking.job, name="forecast_job"),
    path("forecast/run/<uuid:key>/", runs.show, name="forecast_run"),
    path("forecast/run/<uuid:key>/again/", runs.again, name="forecast_again"),
    path("forecast/run/<uuid:key>/run.json", runs.parcel, name="forecast_run_file"),
    path("forecast/<str:code>/", views.show, name="forecast"),
    path("forecast/<str:code>/keep/", keeping.keep, name="forecast_keep"),
    path("forecast/<str:code>/below/", asking.below, name="forecast_below"),
    path("forecast/<str:code>/save/", saving.save, name="forecast_save"),
    path("forecast/<str:code>/scenarios/<slug:name>/", scenarios.show, name="forecast_scenario"),
    path("forecast/<str:code>/new/", asking.new, name="forecast_new"),
    path("forecast/<str:code>/assumptions/<str:assumption>/", assumptions.show, name="forecast_assumption"),
    path("forecast/projection/<uuid:key>/", population.decide, name="forecast_projection"),
    path("forecast/<str:code>/population/load/", population.load, name="forecast_projection_load"),
    path("forecast/<str:code>/wisn/file/", wisn_file.load, name="forecast_wisn_file"),
    path("forecast/<str:code>/<slug:slug>/", views.show, name="forecast_page"),
    path("forecast/<str:code>/<slug:slug>/<str:name>", views.download, name="forecast_file"),
]
