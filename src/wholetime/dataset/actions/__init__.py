"""The only writers of the dataset."""
