"""What the web server runs."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from wholetime.config.collecting import spare_what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholetime.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # else the first request would bring in every page
spare_what_stays()
