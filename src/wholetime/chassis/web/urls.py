"""The chassis's own pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from wholetime.chassis.web.accept_invitation import accept_invitation, open_invitation
from wholetime.chassis.web.downtime import downtime
from wholetime.chassis.web.gallery import gallery, gallery_job
from wholetime.chassis.web.invitations import invitations, send_again, take_back
from wholetime.chassis.web.personas import choose_persona

urlpatterns: list[URLPattern] = [
    path("downtime/", downtime, name="downtime"),
    path("personas/", choose_persona, name="personas"),
    path("invitation/", accept_invitation, name="accept_invitation"),
    path("invitation/<str:token>/", open_invitation, name="open_invitation"),
    path("people/", invitations, name="invitations"),
    path("people/<int:number>/again/", send_again, name="send_again"),
    path("people/<int:number>/withdraw/", take_back, name="take_back"),
    path("gallery/", gallery, name="gallery"),
    path("gallery/job/", gallery_job, name="gallery_job"),
]
