"""悦生活 · 缴费: whatever comes as a bill, described by the billers' data files."""
