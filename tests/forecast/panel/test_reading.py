"""A file of any of the ways in which publications write times, holes and figures; and what is said of a bad one."""

from pathlib import Path

import numpy as np
import pytest

from wholetime.forecast.engine.panel import UnusablePanelError, panel_of, read_panel


def read(folder: Path, text: str):
    path = folder / "panel.csv"
    path.write_text(text, encoding="utf-8")
    return read_panel(path, "who", "when", "n")


def panel(times: list[str]):
    return panel_of(["a"] * len(times), times, [1.0] * len(times))


@pytest.mark.parametrize(
    ("times", "season", "following"),
    [
        (["2016", "2017", "2019"], 1, ["2020", "2021"]),
        (["FY2016", "FY2017"], 1, ["FY2018", "FY2019"]),
        (["2016/17", "2017/18"], 1, ["2018/19", "2019/20"]),
        (["2016-17", "2018-19", "2021-22"], 1, ["2022-23", "2023-24"]),
        (["2011-12", "2012-13"], 1, ["2013-14", "2014-15"]),
        (["1998/99", "1999/00"], 1, ["2000/01", "2001/02"]),
        (["2020 Q3", "2020 Q4"], 4, ["2021 Q1", "2021 Q2"]),
        (["Q3 2020", "Q4 2020"], 4, ["Q1 2021", "Q2 2021"]),
        (["2020/21 Q3", "2020/21 Q4"], 4, ["2021/22 Q1", "2021/22 Q2"]),
        (["2020-03", "2020-06", "2020-12"], 4, ["2021-03", "2021-06"]),
        (["2024-10", "2024-11", "2024-12"], 12, ["2025-01", "2025-02"]),
        (["2011-11", "2011-12"], 12, ["2012-01", "2012-02"]),
        (["October 2024", "November 2024"], 12, ["December 2024", "January 2025"]),
        (["Oct-24", "Nov-24"], 12, ["Dec-24", "Jan-25"]),
        (["202411", "202412"], 12, ["202501", "202502"]),
        (["2024-01-31", "2024-02-29"], 12, ["2024-03-31", "2024-04-30"]),
        (["30/09/2024", "31/12/2024"], 4, ["31/03/2025", "30/06/2025"]),
        (["2024-02-01", "2024-03-01"], 12, ["2024-04-01", "2024-05-01"]),
        (["2024-02-28", "2024-02-29", "2024-03-01"], 7, ["2024-03-02", "2024-03-03"]),
        (["2024-01-01", "2024-01-08", "2024-01-22"], 1, ["2024-01-29", "2024-02-05"]),
        (["1", "2", "3"], 1, ["4", "5"]),
    ],
)
def test_times(times: list[str], season: int, following: list[str]) -> None:
    found = panel(times)
    assert (found.calendar.season, list(found.following(2))) == (season, following)
    assert set(times) <= set(found.times)


def test_holes_stay_holes(tmp_path: Path) -> None:
    found = read(tmp_path, 'who,when,n\nb,2019,3\na,2016,"1,234.5"\na,2018,*\n\nb,2016,-2\nb,2018,45%\n')
    assert found.entities == ("a", "b")
    assert found.times == ("2016", "2017", "2018", "2019")
    np.testing.assert_array_equal(found.values, [[1234.5, np.nan, np.nan, np.nan], [-2, np.nan, 45, 3]])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who,when,n\na,2016,1\na,2017,many\n", "line 3: 'many' in 'n' is not a number"),
        ("who,when,n\na,2016,1\na,2017,inf\n", "line 3: 'inf' in 'n' is not a number"),
        ("who,when,n\na,2016,1\na,soon,2\n", "line 3: the time 'soon'"),
        ("who,when,n\na,2016,1\na,2017,2\na,2016,3\n", "line 4: 'a' already has a row for 2016, at line 2"),
        ("who,when,n\na,2024-04,1\na,2024-4,2\n", "line 3: 'a' already has a row for 2024-4, at line 2"),
        ("who,when,n\na,2016,1\n,2017,2\n", "line 3: 'who' is empty"),
        ("who,when,n\na,2016,1\na,2017\n", "line 3: there are 2 cells, too few for 'n'"),
        ("who,when\na,2016\n", "has no column 'n'; its columns are who, when"),
        ("who,when,n,n\na,2016,1,1\n", "has more than one column 'n'"),
        ("who,when,n\n", "has no rows below its headings"),
        ("who,when,n\na,2016,\na,2017,NA\n", "there is no value in any row"),
        ("who,when,n\na,2016-17,1\na,2017-19,1\n", "line 3: the time '2017-19'"),
        ("", "its columns are none"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnusablePanelError) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnusablePanelError, match="cannot be read"):
        read_panel(tmp_path / "nowhere.csv", "who", "when", "n")
    (tmp_path / "binary.csv").write_bytes(b"who\0")
    with pytest.raises(UnusablePanelError, match="not a CSV"):
        read_panel(tmp_path / "binary.csv", "who", "when", "n")
