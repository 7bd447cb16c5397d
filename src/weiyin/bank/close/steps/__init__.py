"""The steps of the daily close, one file each."""
