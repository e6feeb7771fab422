"""Pure drawing and writing: charts and documents."""
