"""Duties in somebody's own calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from wholetime.roster.engine.formats.grid import cell
from wholetime.roster.engine.problem import Assignment, Problem, Roster


def write_calendar(problem: Problem, roster: Roster, made: datetime, person: str = "") -> bytes:
    """The duties of a person, or of everybody, by the clocks of the horizon's zone; without a start, whole days.

    ``made`` is when the calendar was written. An event keeps its name when the roster is written again, so that a
    calendar that has it already replaces it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//wholetime//roster//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", person or problem.name)
    for one in roster:
        if person in ("", one.person):
            calendar.add_component(_event(problem, one, made, named=not person))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(problem: Problem, one: Assignment, made: datetime, *, named: bool) -> Event:
    event, duty = Event(), problem.duty[one.duty]
    event.add("uid", sha256(f"{problem.name}/{one.person}/{one.day}".encode()).hexdigest()[:32] + "@wholetime")
    event.add("dtstamp", made)
    event.add("summary", f"{one.person}: {cell(one)}" if named else cell(one))
    if duty.place:
        event.add("location", duty.place)
    if duty.start is None:
        event.add("dtstart", problem.horizon.date_of(one.day))
        event.add("dtend", problem.horizon.date_of(one.day + 1))
    else:
        zone = ZoneInfo(problem.horizon.zone)
        event.add("dtstart", problem.horizon.moment(one.day, duty.start).astimezone(zone))
        event.add("dtend", problem.horizon.moment(one.day, duty.start, duty.minutes).astimezone(zone))
    return event
