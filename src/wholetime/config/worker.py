"""Runs background jobs until told to stop: `python -m wholetime.config.worker`."""

from __future__ import annotations

from wholetime.config.commands.ready import ready


def main() -> None:
    ready()
    from wholetime.chassis.jobs import run_worker

    run_worker()


if __name__ == "__main__":
    main()
