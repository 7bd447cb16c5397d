"""prcoords, unchanged: a public conversion between the datums says what ours says."""

from __future__ import annotations

import json
import subprocess

import pytest
from tests.source import ROOT

from weiyin.base.ask import Point
from weiyin.places.datum import bd09_to_gcj02, gcj02_to_bd09, gcj02_to_wgs84, wgs84_to_gcj02
from weiyin.places.distance import distance_m
from weiyin.places.place import udeg

PYTHON = ROOT / ".oracles" / "main" / "bin" / "python"
SCRIPT = """
import json, sys, prcoords as p
ways = {"wgs_gcj": p.wgs_gcj, "gcj_wgs": p.gcj_wgs_bored}
ways |= {"gcj_bd": p.gcj_bd, "bd_gcj": p.bd_gcj_bored}
for line in sys.stdin:
    way, lat, lon = json.loads(line)
    print(json.dumps(list(ways[way](p.Coords(lat, lon)))))
"""
OURS = {
    "wgs_gcj": wgs84_to_gcj02,
    "gcj_wgs": gcj02_to_wgs84,
    "gcj_bd": gcj02_to_bd09,
    "bd_gcj": bd09_to_gcj02,
}
GRID = [(20 + 3.1 * n, 75 + 4.7 * m) for n in range(10) for m in range(12)]


@pytest.mark.parametrize("way", OURS)
def test_within_a_metre(way: str) -> None:
    asked = "\n".join(json.dumps([way, lat, lon]) for lat, lon in GRID)
    run = subprocess.run(
        [PYTHON, "-c", SCRIPT], input=asked, capture_output=True, text=True, check=True
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(told) == len(GRID)
    for (lat, lon), (their_lat, their_lon) in zip(GRID, told, strict=True):
        ours = OURS[way](Point(lat, lon))
        here = (udeg(ours.latitude), udeg(ours.longitude))
        assert distance_m(*here, udeg(their_lat), udeg(their_lon)) < 1, (lat, lon)
