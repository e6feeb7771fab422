"""The organisations of the synthetic system. Every code begins SYN and every name ends "(synthetic)"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.margins import Margins

SYSTEM, REGION = "SYNS", "SYNR"
NETWORK = "network"
LEAST_NETWORKS, LEAST_PLACES = 9, 5
"""Networks are compared with six others at least, places with four: a system with two practices for each network, and
three for each place, has so many, and some networks to spare where small numbers are withheld."""

COLUMNS = ("code", "name", "kind", "parent", "sector", "opened")
OPENED = "2000-04-01"


@dataclass(frozen=True, slots=True)
class Employer:
    """Whoever has staff. ``kind`` is the kind of trust, or the sector; ``size`` a weight among its kind.

    A network employs as well: its code is that of its neighbourhood, so it is no organisation of its own.
    """

    code: str
    name: str
    kind: str
    sector: str
    parent: str
    size: float
    by_form: bool


@dataclass(frozen=True, slots=True)
class System:
    """The employers, and the places and networks between them and the system."""

    employers: tuple[Employer, ...]
    places: tuple[str, ...]
    networks: tuple[tuple[str, str], ...]

    @property
    def sites(self) -> list[str]:
        """Where work is done: the codes of places, then of networks."""
        return [*self.places, *(code for code, _ in self.networks)]

    @property
    def organisations(self) -> list[Employer]:
        return [one for one in self.employers if one.kind != NETWORK]

    def frame(self, teams: pl.DataFrame) -> pl.DataFrame:
        """The organisation tree, parents before children. ``teams`` has code, name and parent."""
        rows = [(*node, OPENED) for node in self._nodes()]
        tree = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        kinds = teams.with_columns(kind=pl.lit("team"), sector=pl.lit("nhs_trust"), opened=pl.lit(OPENED))
        return pl.concat([tree, kinds.select(COLUMNS)])

    def names(self) -> dict[str, str]:
        """The name of every code above the teams."""
        return {code: name for code, name, *_ in self._nodes()}

    def _nodes(self) -> list[tuple[str, str, str, str | None, str | None]]:
        """Code, name, kind, parent and sector."""
        nodes = [
            ("SYN", "Synthetic nation", "nation", None, None),
            (REGION, "Example Region", "region", "SYN", None),
            (SYSTEM, "Exampleshire", "system", REGION, None),
            *((code, f"{_place_name(code)}", "place", SYSTEM, None) for code in self.places),
            *((code, f"Network {int(code[4:])}", "neighbourhood", place, None) for code, place in self.networks),
            *((one.code, one.name, "organisation", one.parent, one.sector) for one in self.organisations),
        ]
        return [(code, f"{name} (synthetic)", kind, parent, sector) for code, name, kind, parent, sector in nodes]


def make_system(rng: np.random.Generator, margins: Margins, people: int) -> System:
    """Organisations enough for ``people``, in their usual sizes."""
    usual = margins.raw["people_in_one"]
    practices = _how_many(people, margins, "general_practice")
    areas = min(max(people // usual["place"], min(LEAST_PLACES, practices // 3), 2), 10)
    places = tuple(f"SYNP{at:02d}" for at in range(1, areas + 1))
    count = max(len(places), min(LEAST_NETWORKS, practices // 2), round(practices / usual["practices_in_a_network"]))
    networks = tuple((f"SYNN{at + 1:03d}", places[at % len(places)]) for at in range(count))
    trusts = _trusts(rng, margins, people)
    homes = _small(rng, margins, people, "social_care", "SYNC", "Care Home", list(places))
    surgeries = _small(rng, margins, people, "general_practice", "SYNG", "Practice", [code for code, _ in networks])
    charities = _small(rng, margins, people, "voluntary", "SYNV", "Charity", list(places))
    return System((*trusts, *homes, *surgeries, *charities, *map(_network, networks)), places, networks)


def _network(network: tuple[str, str]) -> Employer:
    code, place = network
    return Employer(code, f"Network {int(code[4:])}", NETWORK, NETWORK, place, 1.0, False)


def _how_many(people: int, margins: Margins, sector: str) -> int:
    return max(2, round(people * margins.raw["sectors"][sector] / margins.raw["people_in_one"][sector]))


def _trusts(rng: np.random.Generator, margins: Margins, people: int) -> list[Employer]:
    kinds = margins.raw["trust_kinds"]
    in_trusts = people * margins.raw["sectors"]["nhs_trust"]
    acute = max(1, round(in_trusts * kinds["acute"]["share"] / margins.raw["people_in_one"]["acute"]))
    each = {"acute": acute, "community": 1, "ambulance": 1}
    order = [kind for kind, count in each.items() for _ in range(count)]
    sizes = _sizes(rng, len(order), 0.3)
    return [
        Employer(
            f"SYNT{at + 1:02d}", _trust_name(kinds[kind]["name"], at, kind), kind, "nhs_trust", SYSTEM, sizes[at], False
        )
        for at, kind in enumerate(order)
    ]


def _trust_name(name: str, at: int, kind: str) -> str:
    compass = ("North", "South", "East", "West", "Central", "Upper", "Lower")
    return f"{compass[at % 7]} Exampleshire {name}" if kind == "acute" else f"Exampleshire {name}"


def _small(
    rng: np.random.Generator, margins: Margins, people: int, sector: str, prefix: str, word: str, parents: list[str]
) -> list[Employer]:
    count = _how_many(people, margins, sector)
    sizes = _sizes(rng, count, 0.45)
    by_form = rng.random(count) < margins.raw["returns_by_form"][sector]
    by_form[0] = True  # one of each sector at least
    digits = max(4, len(str(count)))
    return [
        Employer(
            f"{prefix}{at + 1:0{digits}d}",
            f"{word} {at + 1}",
            sector,
            sector,
            parents[at % len(parents)],
            sizes[at],
            bool(by_form[at]),
        )
        for at in range(count)
    ]


def _sizes(rng: np.random.Generator, count: int, spread: float) -> list[float]:
    """Sizes vary by a log-normal factor, cut so that nobody is more than three times the usual size."""
    return [float(size) for size in np.clip(rng.lognormal(0, spread, count), 0.33, 3)]


def _place_name(code: str) -> str:
    names = (
        "Ashton",
        "Brookfield",
        "Carrow",
        "Dunmere",
        "Elmley",
        "Fordham",
        "Grangeby",
        "Holmewood",
        "Inglestone",
        "Kestrel",
    )
    return names[int(code[4:]) - 1]
