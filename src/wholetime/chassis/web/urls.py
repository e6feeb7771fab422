"""The chassis's own pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from wholetime.chassis.web.gallery import gallery, gallery_job
from wholetime.chassis.web.personas import choose_persona

urlpatterns: list[URLPattern] = [
    path("personas/", choose_persona, name="personas"),
    path("gallery/", gallery, name="gallery"),
    path("gallery/job/", gallery_job, name="gallery_job"),
]
