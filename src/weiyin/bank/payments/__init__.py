"""Money on its way: to other banks, later, by plan, by phone, on request, out of a machine."""
