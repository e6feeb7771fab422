"""Column generation, diving and large neighbourhoods: the best roster for given arrays, and how good it is."""
