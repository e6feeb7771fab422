"""The site and the bare view as servers of their own, who is signed in, and how much memory they take."""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SITE = int(os.environ.get("LOAD_PORT", "8790"))
BARE = SITE + 1
PAGES = ("shape", "baseline", "trend", "people", "turnover", "sickness", "resilience", "compare")
EVERY = 5
"""Seconds between two looks at memory."""
SERVER = """
from granian import Granian
from granian.constants import Interfaces
if __name__ == "__main__":
    Granian("benchmarks.bare:application", port={port}, interface=Interfaces.WSGI, workers=2, blocking_threads=4,
            log_enabled=False).serve()
"""


@dataclass
class Memory:
    """Bytes of a process and all below it, as time goes by."""

    process: int
    seen: list[int] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self._ended.wait(EVERY):
            self.seen.append(sum(_resident(one) for one in _below(self.process)))

    def end(self) -> None:
        self._ended.set()


def wholetime(environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "wholetime.config.cli", *words], env=environment)


@contextmanager
def site(environment: dict[str, str]) -> Iterator[int]:
    with _until_done(wholetime(environment, "serve", "--no-jobs", "--port", str(SITE)), SITE) as number:
        yield number


@contextmanager
def bare(environment: dict[str, str]) -> Iterator[int]:
    started = subprocess.Popen([sys.executable, "-c", SERVER.format(port=BARE)], env=environment)
    with _until_done(started, BARE) as number:
        yield number


@contextmanager
def _until_done(started: subprocess.Popen[bytes], port: int) -> Iterator[int]:
    try:
        _answers(port)
        yield started.pid
    finally:
        started.terminate()
        started.wait()


def _answers(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"nothing answers on port {port}")


def personas() -> list[str]:
    page = urllib.request.urlopen(f"http://127.0.0.1:{SITE}/personas/", timeout=60).read().decode()
    return sorted(set(re.findall(r'name="persona" value="([\w-]+)"', page)))


def signed_in(persona: str) -> tuple[str, str]:
    """A session of theirs, and the area that their first page is about."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{SITE}/personas/"
    page = browser.open(address, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    form = {"persona": persona, "csrfmiddlewaretoken": token[1] if token else ""}
    where = browser.open(address, urllib.parse.urlencode(form).encode(), timeout=120).url
    session = next(cookie.value for cookie in jar if cookie.name == "sessionid")
    return str(session), where.rstrip("/").split("/insight/")[-1].split("/")[0]


def _below(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children")
    below = [int(word) for word in children.read_text().split()] if children.exists() else []
    return [process, *(one for child in below for one in _below(child))]


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def warm(cookie: str, code: str) -> None:
    """Open each page of ``code`` until both processes have it: a job does so for the first page only."""
    for page in PAGES * 8:  # which process answers is chance: one of them misses a page once in 128 times
        address = f"http://127.0.0.1:{SITE}/insight/{code}/{page}/"
        asked = urllib.request.Request(address, headers={"Cookie": f"sessionid={cookie}"})
        urllib.request.urlopen(asked, timeout=120).close()
