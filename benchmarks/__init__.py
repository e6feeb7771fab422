"""Speed, measured: each claim beside a peer or a physical limit in the same run, with its seed and sizes."""
