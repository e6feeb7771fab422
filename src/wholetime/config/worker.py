"""Runs background jobs until told to stop: `python -m wholetime.config.worker [PROCESS]`.

With the number of a process, it stops when that process does.
"""

from __future__ import annotations

import sys

from wholetime.config.commands.ready import ready


def main() -> None:
    ready()
    from wholetime.chassis.jobs import run_worker
    from wholetime.chassis.postgres.reach import NOTHING, by_default

    by_default(NOTHING)  # each job says who asks
    run_worker(beside=int(sys.argv[1]) if len(sys.argv) > 1 else None)


if __name__ == "__main__":
    main()
