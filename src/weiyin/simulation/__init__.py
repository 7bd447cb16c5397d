"""Whole days of a small bank in one process, made by a seed and replayed exactly.

The house is the product's own, composed as in production; what surrounds it is played: the clock,
the disk, the wires, WeChat (by its stand-in), customers, an agent, a carrier. Nothing waits and no
thread runs: every step follows from the seed, so a seed that fails once fails until it is mended.
What must hold is looked at all along and at the end (`invariants`).
"""
