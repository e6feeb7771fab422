"""Pages and REST of the dataset."""
