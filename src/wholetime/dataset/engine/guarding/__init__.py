"""Guards: which counts of people to withhold, decided once for all the questions that could be asked of them."""
