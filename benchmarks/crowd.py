"""What one person of the crowd does; locust runs as many of them as it is told.

Everybody signs in as a persona of the demo, looks at a page of theirs every THINKING seconds, asks the bare view as
often, and keeps every WRITES_EACH-th page as a view of their own. `Burst` asks for one page at once, signed in already.
Who looks at what is drawn from SEED; in which order they come is not, for each waits for answers.
"""

from __future__ import annotations

import os
import random
import re

from locust import HttpUser, between, constant, task

SEED = 1948
random.seed(SEED)

BARE = os.environ["LOAD_BARE"]
PERSONAS = os.environ["LOAD_PERSONAS"].split(",")
COOKIES = os.environ.get("LOAD_COOKIES", "").split(",")
CODES = os.environ.get("LOAD_CODES", "").split(",")
PAGES = os.environ["LOAD_PAGES"].split(",")
THINKING = (5, 15)
"""Seconds between a person's pages."""
WRITES_EACH = 10


class Person(HttpUser):
    """Signs in, then thinks and looks."""

    wait_time = between(*THINKING)

    def on_start(self) -> None:
        token = _token(self.client.get("/personas/", name="sign-in page").text)
        form = {"persona": random.choice(PERSONAS), "csrfmiddlewaretoken": token}
        self.client.post("/personas/", form, name="sign in", allow_redirects=False)
        self.code = _code(self.client.get("/", name="first page").url)
        self.seen = 0

    @task
    def look(self) -> None:
        page = f"/insight/{self.code}/{random.choice(PAGES)}/"
        text = self.client.get(page, name="read").text
        self.client.get(BARE, name="bare")
        self.seen += 1
        if self.seen % WRITES_EACH == 3:
            self._keep(page, text)

    def _keep(self, page: str, text: str) -> None:
        form = {"title": "Load", "query": "", "csrfmiddlewaretoken": _token(text)}
        with self.client.post(f"{page}save/", form, name="write", allow_redirects=False, catch_response=True) as answer:
            if answer.status_code == 302 and answer.headers["Location"].endswith("/saved/"):
                answer.success()
            else:
                answer.failure(f"not kept: {answer.status_code}")


class Burst(HttpUser):
    wait_time = constant(3600)

    @task
    def look(self) -> None:
        at = random.randrange(len(COOKIES))
        cookie = {"Cookie": f"sessionid={COOKIES[at]}"}
        self.client.get(f"/insight/{CODES[at]}/shape/", name="burst", headers=cookie)


def _token(text: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    return found[1] if found else ""


def _code(url: str) -> str:
    return url.rstrip("/").split("/insight/")[-1].split("/")[0]
