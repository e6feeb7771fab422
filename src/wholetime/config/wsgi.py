"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholetime.config.settings")
application = get_wsgi_application()

from wholetime.config.bringing_in import bring_in  # noqa: E402  what it brings in needs the application

bring_in()
