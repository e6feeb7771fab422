"""The back-test: origins, the peers' own figures, and what the command says."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from wholetime.config.commands.forecast import forecast as app
from wholetime.forecast.engine.panel import UnusablePanelError, backtest, forecast, panel_of, read_panel
from wholetime.forecast.engine.panel.backtest import ready
from wholetime.forecast.engine.panel.levels import MEDIAN
from wholetime.forecast.engine.panel.origins import origins
from wholetime.forecast.engine.panel.peers import ask, names

COLUMNS = ("--entity", "who", "--time", "when", "--value", "n")


def made(entities: int = 8, steps: int = 8, first: int = 2010, seed: int = 1):
    chance = np.random.Generator(np.random.Philox(seed))
    values = 20 + chance.normal(0, 1, (entities, steps)).cumsum(axis=1)
    rows = [(f"e{e}", str(first + s), values[e, s]) for e in range(entities) for s in range(steps)]
    return panel_of(*zip(*rows, strict=True))


def written(folder: Path, **sizes: int) -> Path:
    panel, path = made(**sizes), folder / "panel.csv"
    rows = [
        f"{e},{t},{panel.values[i, j]:.6f}" for i, e in enumerate(panel.entities) for j, t in enumerate(panel.times)
    ]
    path.write_text("\n".join(["who,when,n", *rows]) + "\n")
    return path


def test_origins() -> None:
    assert origins(made(steps=9), 2, None) == [4, 5, 6, 7]
    assert origins(made(steps=6), 2, None) == [3, 4]
    assert origins(made(steps=20), 2, None) == [14, 15, 16, 17, 18]
    assert origins(made(steps=9), 1, 3) == [6, 7, 8]
    with pytest.raises(UnusablePanelError, match="8 times allow 5 folds of 2 ahead, not 6"):
        origins(made(steps=8), 2, 6)
    with pytest.raises(UnusablePanelError, match="3 times are too few to look 2 ahead: 4 are needed"):
        origins(made(steps=3), 2, None)


def test_naive_and_drift_say_what_they_say_by_hand() -> None:
    history = np.array([1.0, 4.0, 2.0, 7.0])
    naive, drift = (ask(name, [history], 2, 1).quantiles[0] for name in ("naive", "drift"))
    assert naive[:, MEDIAN].tolist() == [7.0, 7.0]
    assert drift[:, MEDIAN].tolist() == pytest.approx([9.0, 11.0])  # (7 − 1) ÷ 3 a step
    assert (np.diff(naive, axis=1) >= 0).all()
    # naive's 80% interval at one step: 1.2816 root mean squares of the three changes 3, −2, 5
    spread = 1.2815515655 * np.sqrt((9 + 4 + 25) / 3)
    assert naive[0, 18] - 7 == pytest.approx(spread, rel=0.25)
    assert names(12)[-1] == "seasonal_naive"


def test_a_backtest_beside_all_peers_in_json(tmp_path: Path) -> None:
    path = written(tmp_path, entities=3, steps=8)
    done = CliRunner().invoke(app, ["backtest", str(path), *COLUMNS, "--folds", "1", "--workers", "1", "--json"])
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    assert {"mase", "crps", "coverage", "peers", "seconds"} <= set(said)
    assert set(said["coverage"]) == {"80", "95"}
    assert set(said["peers"]) == {"naive", "drift", "ets", "theta", "autoarima"}
    assert all(set(peer) == {"mase", "crps"} for peer in said["peers"].values())
    panel = read_panel(path, "who", "when", "n")
    history, came = panel.values[:, :6], panel.values[:, 6:]
    by_hand = np.abs(came - history[:, [5]]).mean(axis=1) / np.abs(np.diff(history, axis=1)).mean(axis=1)
    assert said["peers"]["naive"]["mase"] == pytest.approx(by_hand.mean(), abs=1e-5)
    ours = np.abs(came - forecast(panel_before(panel, 6), 2).median).mean(axis=1)
    assert said["mase"] == pytest.approx((ours / np.abs(np.diff(history, axis=1)).mean(axis=1)).mean(), abs=1e-5)


def panel_before(panel, step: int):
    rows = [(e, t, panel.values[i, j]) for i, e in enumerate(panel.entities) for j, t in enumerate(panel.times[:step])]
    return panel_of(*zip(*rows, strict=True))


def test_a_sample_is_said_and_the_same_for_all() -> None:
    found = backtest(made(entities=12), 1, 2, peers_sample=5, with_peers=False)
    again = backtest(made(entities=12), 1, 2, peers_sample=5, with_peers=False)
    assert (found.compared, found.entities, found.cases) == (5, 12, 10)
    assert found.ours.mase == again.ours.mase != found.everyone.mase
    assert backtest(made(entities=12), 1, 2, peers_sample=0, with_peers=False).compared == 12


def test_what_is_not_scored_is_counted() -> None:
    rows = [(f"e{e}", str(2010 + s), float((e * s) % 3)) for e in range(1, 5) for s in range(8)]
    rows += [("still", str(2010 + s), 2.0) for s in range(8)] + [("new", "2017", 1.0)]
    found = backtest(panel_of(*zip(*rows, strict=True)), 1, 1, with_peers=False)
    assert found.left_out == {
        "fewer than 3 values before the origin": 1,
        "never moved before the origin": 2,  # `still`, and e3, which is always nought
        "nothing came": 0,
    }
    with pytest.raises(UnusablePanelError, match="nothing can be scored"):
        backtest(panel_of(["a"] * 4, ["2010", "2011", "2012", "2013"], [1.0] * 4), 1, with_peers=False)


def test_peers_are_given_what_follows_a_long_gap_with_short_ones_joined() -> None:
    hole = np.nan
    assert ready(np.array([hole, 1.0, hole, 3.0, hole]), 1).tolist() == [1.0, 2.0, 3.0, 3.0]
    assert ready(np.array([9.0, hole, hole, hole, 1.0, 2.0, 3.0]), 1).tolist() == [1.0, 2.0, 3.0]


def test_predict_round_trip(tmp_path: Path) -> None:
    path, out = written(tmp_path), tmp_path / "out.csv"
    done = CliRunner().invoke(app, ["predict", str(path), *COLUMNS, "--horizon", "2", "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert list(rows[0]) == ["who", "when", "mean", "median", "q2.5", "q10", "q25", "q50", "q75", "q90", "q97.5"]
    assert [(row["who"], row["when"]) for row in rows[:2]] == [("e0", "2018"), ("e0", "2019")]
    expected = forecast(read_panel(path, "who", "when", "n"), 2)
    np.testing.assert_allclose([float(row["q90"]) for row in rows], expected.at(0.9).ravel(), rtol=1e-8)
    shown = CliRunner().invoke(app, ["predict", str(path), *COLUMNS, "--horizon", "2"])
    assert shown.stdout == out.read_text()
    again = read_panel(out, "who", "when", "median")  # what was written can be read as a panel
    np.testing.assert_allclose(again.values, expected.median, rtol=1e-8)


@pytest.mark.parametrize("word", ["backtest", "predict"])
def test_a_bad_file_changes_nothing(tmp_path: Path, word: str) -> None:
    path, out = tmp_path / "bad.csv", tmp_path / "out.csv"
    path.write_text("who,when,n\na,2016,1\na,2017,x1\n")
    wanted = ["--out", str(out)] if word == "predict" else ["--json"]
    done = CliRunner().invoke(app, [word, str(path), *COLUMNS, *wanted])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.strip() == "line 3: 'x1' in 'n' is not a number"
    assert list(tmp_path.iterdir()) == [path]


def test_nowhere_to_write(tmp_path: Path) -> None:
    path = written(tmp_path)
    done = CliRunner().invoke(app, ["predict", str(path), *COLUMNS, "--out", str(tmp_path / "no" / "out.csv")])
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
