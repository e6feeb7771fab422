"""REST of the dataset: figures, loads and quality."""
