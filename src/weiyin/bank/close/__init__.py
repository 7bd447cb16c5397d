"""The daily close: what a bank's books need done once a day, after the day has ended.

A day's steps stand in `steps/`, one file each, found by listing (`step.Step`); `machine` runs them
in their sequence. However often a day is closed, by however many workers, wherever it was cut off:
the outcome is that of one quiet run.
"""
