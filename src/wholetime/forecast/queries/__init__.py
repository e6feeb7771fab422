"""What is asked of the dataset, and of the runs."""
