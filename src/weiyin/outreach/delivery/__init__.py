"""The engine: parcels leased, handed over, retried, given up; and what became of each telling."""
