"""What stands in a branch and speaks to us: queue machines, counters, cash machines."""
