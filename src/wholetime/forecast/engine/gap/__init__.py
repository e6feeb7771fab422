"""The gap between need and supply: how large, how sure, when and where; what it hangs on; what would close it."""
