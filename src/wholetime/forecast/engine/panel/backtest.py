"""Looking ahead from origins in the past, beside the peers: the same origins, entities, scale and quantiles for all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from wholetime.forecast.engine.panel.filling import mean
from wholetime.forecast.engine.panel.forecasting import quantiles_of
from wholetime.forecast.engine.panel.levels import MEDIAN, Floats
from wholetime.forecast.engine.panel.origins import origins as usual_origins
from wholetime.forecast.engine.panel.panel import Panel, UnusablePanelError
from wholetime.forecast.engine.panel.peers import ask_all, names
from wholetime.forecast.engine.panel.scores import FEWEST, crps, held, mean_by_case, naive_scale

# Fits of AutoARIMA that take about two minutes on two cores at rest: of short histories, and of years of months.
_FITS, _SEASONAL_FITS = 2400, 800
_LONG = 60  # steps: a fit of more takes longer at least in proportion

type Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Score:
    """Mean scaled absolute error and mean scaled CRPS, both over the training part's naive error; seconds it took."""

    mase: float
    crps: float
    seconds: float = 0.0
    fallbacks: int = 0


@dataclass(frozen=True)
class BackTest:
    """What was measured. ``ours`` and ``peers`` are of the same cases; ``everyone`` is ours of all entities."""

    ours: Score
    everyone: Score
    coverage: dict[str, float]
    peers: dict[str, Score]
    horizon: int
    origins: tuple[str, ...]
    entities: int
    compared: int
    cases: int
    season: int
    seconds: float
    left_out: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """For a machine: ``mase``, ``crps``, ``coverage``, ``peers``, ``seconds``, and what they are of."""
        best = min((peer.mase for peer in self.peers.values()), default=float("nan"))
        return {
            "mase": _plain(self.ours.mase),
            "crps": _plain(self.ours.crps),
            "coverage": {name: _plain(share) for name, share in self.coverage.items()},
            "peers": {name: {"mase": _plain(p.mase), "crps": _plain(p.crps)} for name, p in self.peers.items()},
            "seconds": round(self.seconds, 2),
            "ratio_to_best_peer": _plain(self.ours.mase / best if best else float("nan")),
            "horizon": self.horizon,
            "folds": len(self.origins),
            "origins": list(self.origins),
            "season": self.season,
            "entities": self.entities,
            "entities_compared": self.compared,
            "cases": self.cases,
            "all_entities": {"mase": _plain(self.everyone.mase), "crps": _plain(self.everyone.crps)},
            "left_out": self.left_out,
            "seconds_each": {"ours": round(self.everyone.seconds, 2)}
            | {name: round(peer.seconds, 2) for name, peer in self.peers.items()},
            "answered_by_naive": {name: peer.fallbacks for name, peer in self.peers.items()},
            "scaled_by": "mean absolute naive error of the training part, a season apart where season > 1",
        }


@dataclass(frozen=True)
class _Fold:
    """One origin: what came [entity, step], our quantiles [entity, step, quantile], the scale [entity]."""

    origin: int
    came: Floats
    quantiles: Floats
    scale: Floats

    @property
    def scored(self) -> np.ndarray:
        """[entity]: whether it has a scale, a forecast and something that came."""
        return ~np.isnan(self.scale) & ~np.isnan(self.came).all(axis=1) & ~np.isnan(self.quantiles[:, 0, 0])


def backtest(
    panel: Panel,
    horizon: int | None = None,
    folds: int | None = None,
    *,
    peers_sample: int | None = None,
    workers: int = 1,
    seed: int = 0,
    with_peers: bool = True,
    on_progress: Progress | None = None,
) -> BackTest:
    """Rolling-origin scores. ``peers_sample``: entities compared with the peers; 0: all; None: what takes minutes.

    Raises UnusablePanelError where the history is too short, or nothing in it can be scored.
    """
    began = time.perf_counter()
    ahead = horizon or panel.usual_horizon()
    at = usual_origins(panel, ahead, folds)
    season = panel.season if at[0] >= 2 * panel.season else 1
    say = on_progress or (lambda what, done, total: None)
    made = []
    for number, origin in enumerate(at):
        made.append(_fold(panel, origin, ahead, season))
        say("ours", number + 1, len(at))
    took = time.perf_counter() - began
    if not any(fold.scored.any() for fold in made):
        raise UnusablePanelError(f"nothing can be scored: no entity has {FEWEST} values that move before what came")
    chosen = _sample(panel, len(at), season, peers_sample, seed)
    peers = _peers(panel, made, chosen, ahead, season, workers, say) if with_peers else {}
    return BackTest(
        ours=_score(made, chosen, took),
        everyone=_score(made, np.arange(len(panel.entities)), took),
        coverage={str(share): _coverage(made, share) for share in (80, 95)},
        peers=peers,
        horizon=ahead,
        origins=tuple(panel.times[origin - 1] for origin in at),
        entities=len(panel.entities),
        compared=len(chosen),
        cases=sum(int(fold.scored[chosen].sum()) for fold in made),
        season=season,
        seconds=time.perf_counter() - began,
        left_out=_left_out(panel, made),
    )


def _fold(panel: Panel, origin: int, horizon: int, season: int) -> _Fold:
    """Only what was known at the origin is given to the forecaster, its bounds among it."""
    history = panel.values[:, :origin]
    came = panel.values[:, origin : origin + horizon]
    return _Fold(origin, came, quantiles_of(history, horizon, panel.calendar.season), naive_scale(history, season))


def _sample(panel: Panel, folds: int, season: int, wanted: int | None, seed: int) -> np.ndarray:
    entities = len(panel.entities)
    most = wanted or entities
    if wanted is None:
        fits = (_FITS if season == 1 else _SEASONAL_FITS) * min(1.0, _LONG / panel.values.shape[1])
        most = max(1, int(fits) // folds)
    if most >= entities:
        return np.arange(entities)
    return np.sort(np.random.Generator(np.random.Philox(seed)).permutation(entities)[:most])


def _score(folds: list[_Fold], chosen: np.ndarray, seconds: float) -> Score:
    quantiles = [fold.quantiles[chosen][fold.scored[chosen]] for fold in folds]
    return _scored(folds, chosen, quantiles, seconds, 0)


def _scored(folds: list[_Fold], chosen: np.ndarray, quantiles: list[Floats], seconds: float, fallbacks: int) -> Score:
    """Of the scored cases of each fold, whose quantiles [case, step, quantile] are given."""
    errors, ranked = [], []
    for fold, said in zip(folds, quantiles, strict=True):
        rows = chosen[fold.scored[chosen]]
        came, scale = fold.came[rows], fold.scale[rows][:, None]
        errors.append(np.abs(came - said[:, :, MEDIAN]) / scale)
        ranked.append(crps(said, came) / scale)
    return Score(mean_by_case(np.concatenate(errors)), mean_by_case(np.concatenate(ranked)), seconds, fallbacks)


def _peers(
    panel: Panel, folds: list[_Fold], chosen: np.ndarray, horizon: int, season: int, workers: int, say: Progress
) -> dict[str, Score]:
    histories = [
        [ready(panel.values[row, : fold.origin], season) for row in chosen[fold.scored[chosen]]] for fold in folds
    ]
    asked = [(name, history, horizon, season) for name in names(season) for history in histories]
    answered = ask_all(asked, workers, lambda done, total: say("peers", done, total))
    scores = {}
    for number, name in enumerate(names(season)):
        mine = answered[number * len(folds) : (number + 1) * len(folds)]
        seconds, fallbacks = sum(one.seconds for one in mine), sum(one.fallbacks for one in mine)
        scores[name] = _scored(folds, chosen, [one.quantiles for one in mine], seconds, fallbacks)
    return scores


def ready(history: Floats, season: int) -> Floats:
    """One history [step] as the peers can take it: begun after its last long gap, short gaps joined by a line.

    A gap is long where it is longer than a season, or than two steps; it is kept where too little follows it.
    """
    known = np.flatnonzero(~np.isnan(history))
    long = np.flatnonzero(np.diff(known) > max(season, 2) + 1)
    start = known[long[-1] + 1] if len(long) and len(known) - long[-1] - 1 >= max(FEWEST, season) else known[0]
    known = known[known >= start]
    return np.interp(np.arange(start, len(history)), known, history[known])


def _coverage(folds: list[_Fold], share: int) -> float:
    """Of every forecast value that came, whatever its scale."""
    inside = [held(fold.quantiles, fold.came, share).ravel() for fold in folds]
    return float(mean(np.concatenate(inside), 0))


def _left_out(panel: Panel, folds: list[_Fold]) -> dict[str, int]:
    """Cases (entity at an origin) that have something to be forecast but no score, by the reason."""
    came = [~np.isnan(fold.came).all(axis=1) for fold in folds]
    known = [(~np.isnan(panel.values[:, : fold.origin])).sum(axis=1) for fold in folds]
    return {
        "fewer than 3 values before the origin": sum(
            int((c & (k < FEWEST)).sum()) for c, k in zip(came, known, strict=True)
        ),
        "never moved before the origin": sum(
            int((c & (k >= FEWEST) & np.isnan(fold.scale)).sum()) for c, k, fold in zip(came, known, folds, strict=True)
        ),
        "nothing came": sum(int((~c).sum()) for c in came),
    }


def _plain(number: float) -> float | None:
    return None if not np.isfinite(number) else round(float(number), 6)
