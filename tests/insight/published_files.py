"""Small files in the layouts of three publications, for the organisations of the small world."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wholetime.kernel.period import Period, month, months_between

TRUSTS = {"RMC": "Bolton NHS Foundation Trust", "RAL": "Royal Free London NHS Foundation Trust"}
MONTHS = tuple(months_between(month(2023, 4), month(2024, 6)))
LAST = {"RMC": 90, "RAL": 50}
"""Days lost of a thousand in the last month; fifty before it, one more or less by turns."""


def sickness() -> str:
    rows = [
        f"{period.end:%d/%m/%Y},Y62,North West,QOP,GM,{code},{name},Acute,{_lost(code, period)},1000,"
        f"{_lost(code, period) / 10:.2f}"
        for period in MONTHS
        for code, name in TRUSTS.items()
    ]
    head = (
        "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,FTE_DAYS_LOST,"
        "FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT"
    )
    return _text(head, rows)


def _lost(code: str, period: Period) -> int:
    return LAST[code] if period == MONTHS[-1] else 50 + (1 if period.start.month % 2 else -1)


def turnover() -> str:
    """In Bolton 1,000 nurses and 200 midwives; 30 came, 20 went, and 2 more are there than that explains."""
    kinds = {
        "Denominator at start of period": (1200, 1000, 200),
        "Denominator at end of period": (1212, 1008, 204),
        "Joiners": (30, 24, 6),
        "Leavers": (20, 18, 2),
    }
    groups = ("All staff groups", "Nurses & health visitors", "Midwives")
    rows = [
        f"202405 to 202406,{kind},Y62,North West,QOP,GM,{TRUSTS[code]},{code},Acute,Acute,{group},{count},{count * 0.9}"
        for code in TRUSTS
        for kind, counts in kinds.items()
        for group, count in zip(groups, counts, strict=True)
    ]
    head = (
        "PERIOD,TYPE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,REPORTING_ORG_NAME,REPORTING_ORG_CODE,"
        "CLUSTER_GROUP,BENCHMARK_GROUP,STAFF_GROUP_1_NAME,HC,FTE"
    )
    return _text(head, rows)


def practices() -> str:
    """Two practices over two years; the first has 2,000 patients for each GP in 2024."""
    rows = [
        f'"{code}","{year}",{patients},{gps},0.5,2,1,5,30.0,4'
        for code, year, patients, gps in (
            ("P82001", 2023, 10_000, 4),
            ("P82001", 2024, 10_000, 5),
            ("P82002", 2023, 6_000, 2),
            ("P82002", 2024, 6_000, 2),
        )
    ]
    head = (
        '"Practice.Code","Year","TOTAL_PATIENTS","TOTAL_GP_EXTGL_FTE","TOTAL_LOCUUM_TRN_FTE","TOTAL_NURSES_FTE",'
        '"TOTAL_DPC_FTE","TOTAL_ADMIN_FTE","IMD","IMD_quintile"'
    )
    return _text(head, rows)


def written(folder: Path) -> list[Path]:
    """All of them as files."""
    texts = {"sickness.csv": sickness(), "turnover.csv": turnover(), "practices.csv": practices()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def _text(head: str, rows: Iterable[str]) -> str:
    return "\n".join([head, *rows, ""])
