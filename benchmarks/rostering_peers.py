"""What others reached on the published instances."""

from __future__ import annotations

from typing import NamedTuple

BEST_KNOWN = dict(
    enumerate(
        [
            607, 828, 1001, 1716, 1143, 1950, 1056, 1300, 439, 4631, 3443, 4040,
            1348, 1278, 3829, 3225, 5746, 4459, 3149, 4769, 21133, 30241, 17428, 42463,
        ],
        start=1,
    )
)  # fmt: skip
"""Penalties that wssuite/NurseScheduler lists (benchmark/nrp.yml)."""

PEERS = dict(
    enumerate(
        [
            607, 828, 1001, 1716, 1143, 1950, 1056, 1721, 439, 4633, 3443, 4091,
            12875, 1936, 4733, 3225, 6104, 5375, 3734, 34498,
        ],
        start=1,
    )
)  # fmt: skip
"""The better of Strandmark's column generation and NurseScheduler's branch and price: 60 s, 2 threads, one run each."""


class Known(NamedTuple):
    """Of an instance of INRC-II: the best public roster, the best published in 2017, and that of the competition.

    Sources: rosters of sugawara-system/Schedule_Nurse3_Gallery, judged again; Legrain, Omer and Rosat, "A rotation-
    based branch-and-price approach for the nurse scheduling problem", tables 8 and 9. ``peer``: their
    branch and price, 60 s.
    """

    best: int
    published: int
    competition: int
    peer: int | None = None


INRC2 = {
    "n030w4_1_6-2-9-1": Known(1670, 1685, 1755, 1675),
    "n030w4_1_6-7-5-3": Known(1820, 1840, 1935),
    "n035w4_0_1-7-1-8": Known(1360, 1415, 1630, 1365),
    "n035w4_2_8-8-7-5": Known(1080, 1145, 1255),
    "n050w4_0_0-4-8-7": Known(1320, 1445, 1490, 1365),
    "n050w4_0_7-2-7-2": Known(1315, 1405, 1480),
    "n060w4_1_6-1-1-5": Known(2455, 2465, 2815, 2525),
    "n060w4_1_9-6-3-8": Known(2675, 2730, 2950),
    "n080w4_2_4-3-3-3": Known(3300, 3320, 3535, 3320),
    "n080w4_2_6-0-4-8": Known(3190, 3240, 3570),
    "n100w4_0_1-1-0-8": Known(1170, 1230, 1445, 1190),
    "n100w4_2_0-6-4-6": Known(1785, 1855, 2100),
    "n120w4_1_4-6-2-6": Known(2020, 2165, 2435, 2030),
    "n120w4_1_5-6-9-8": Known(2050, 2220, 2485),
    "n030w8_1_2-7-0-9-3-6-0-6": Known(2010, 2070, 2340),
    "n030w8_1_6-7-5-3-5-6-2-9": Known(1720, 1735, 1900),
    "n050w8_1_1-7-8-5-7-4-1-8": Known(4810, 4900, 5410),
    "n050w8_1_9-7-5-3-8-8-3-1": Known(4765, 4925, 5435),
    "n070w8_0_3-3-9-2-3-7-5-2": Known(4520, 4595, 5115),
    "n070w8_0_9-3-0-7-2-1-1-0": Known(4675, 4760, 5390),
    "n100w8_0_0-1-7-8-9-1-5-4": Known(2030, 2125, 3080),
    "n100w8_1_2-4-7-9-3-9-2-8": Known(2145, 2210, 3055),
    "n120w8_0_0-9-9-4-5-1-0-3": Known(2450, 2600, 3615),
    "n120w8_1_7-2-6-4-5-2-0-2": Known(2875, 3095, 3510),
}
