"""What the dataset keeps."""
