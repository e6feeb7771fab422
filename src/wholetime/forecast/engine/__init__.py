"""Pure: arrays in, draws and quantiles out."""
