"""What this installation is."""

from __future__ import annotations

from django.conf import settings

from wholetime.chassis.models import Installation
from wholetime.chassis.queries.moment import once_a_moment


@once_a_moment
def is_demo() -> bool:
    """Both were asked for: a demo when the database was made, and a demo when this process was started."""
    return bool(settings.DEMO) and Installation.objects.filter(demo=True).exists()
