"""What others reached on the Curtois–Qu instances."""

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
