"""Settings for tests: a home folder of the run's own, made before Django reads where it is."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    HOME_OF_RUN = tempfile.mkdtemp(prefix="wholetime-test-")
    os.environ["WHOLETIME_HOME"] = HOME_OF_RUN
    atexit.register(shutil.rmtree, HOME_OF_RUN, ignore_errors=True)
for name in ("WHOLETIME_DEMO", "DATABASE_URL") if "WHOLETIME_TEST_SERVED" not in os.environ else ("WHOLETIME_DEMO",):
    os.environ.pop(name, None)

from wholetime.config.settings import *  # noqa: E402, F403

DISK_RESERVE = 0  # the machine that tests may be nearly full; tests of that say how full
SENDS_MAIL = True  # to Django's outbox of tests
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often; nothing here is secret
SOCIALACCOUNT_REQUESTS_TIMEOUT = 300  # the provider of the tests shares the machine with them
