"""Django's own commands, for developers: migrations and the shell."""

import os
import sys

from django.core.management import execute_from_command_line

from wholetime.chassis.postgres.reach import OPERATOR, by_default

if __name__ == "__main__":
    by_default(OPERATOR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholetime.config.settings")
    execute_from_command_line(sys.argv)
