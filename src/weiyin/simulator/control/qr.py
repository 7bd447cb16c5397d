"""A QR code drawn by hand: bytes, version 4 (33 modules), error correction L, mask 0.

Holds up to 78 bytes: more than the addresses WeChat puts into its scene codes. After ISO/IEC
18004; kept to the one version needed.
"""

from __future__ import annotations

_SIZE = 33
_DATA, _ECC = 80, 20
_FORMAT_L_MASK_0 = 0b111011111000100
Grid = list[list[int]]


def svg(text: str) -> str:
    """Black modules on white with the quiet zone of four. Raises ValueError over 78 bytes."""
    grid = modules(text)
    dark = "".join(
        f"M{x + 4} {y + 4}h1v1h-1z"
        for y, row in enumerate(grid)
        for x, bit in enumerate(row)
        if bit
    )
    side = _SIZE + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{dark}"/></svg>'
    )


def modules(text: str) -> Grid:
    """The 33 × 33 modules, 1 is dark."""
    words = _codewords(text.encode())
    bits = [(word >> shift) & 1 for word in words for shift in range(7, -1, -1)]
    grid, fixed = _patterns()
    _place(grid, fixed, bits)
    return grid


def _codewords(data: bytes) -> list[int]:
    if len(data) > _DATA - 2:
        raise ValueError("too long for version 4")
    stream = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data) + "0000"
    words = [int(stream[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(stream), 8)]
    words = words[:_DATA]
    pad = (0xEC, 0x11)
    words += [pad[number % 2] for number in range(_DATA - len(words))]
    return words + _check_words(words)


def _check_words(words: list[int]) -> list[int]:
    """Reed–Solomon over GF(256) with 0x11D."""
    exp, log = [1] * 512, [0] * 256
    for power in range(1, 255):
        value = exp[power - 1] << 1
        exp[power] = value ^ 0x11D if value & 0x100 else value
    for power in range(255):
        log[exp[power]] = power
        exp[power + 255] = exp[power]
    divisor = [1]
    for power in range(_ECC):
        grown = [*divisor, 0]
        for at, factor in enumerate(divisor):
            grown[at + 1] ^= exp[log[factor] + power] if factor else 0
        divisor = grown
    rest = [*words, *[0] * _ECC]
    for at in range(len(words)):
        lead = rest[at]
        if lead:
            for offset, factor in enumerate(divisor):
                rest[at + offset] ^= exp[log[factor] + log[lead]]
    return rest[-_ECC:]


def _patterns() -> tuple[Grid, Grid]:
    """The parts that are always the same, and where they are."""
    grid = [[0] * _SIZE for _ in range(_SIZE)]
    fixed = [[0] * _SIZE for _ in range(_SIZE)]

    def put(x: int, y: int, bit: int) -> None:
        if 0 <= x < _SIZE and 0 <= y < _SIZE:
            grid[y][x], fixed[y][x] = bit, 1

    for at in range(_SIZE):
        put(at, 6, (at + 1) % 2)
        put(6, at, (at + 1) % 2)
    for left, top in ((0, 0), (_SIZE - 7, 0), (0, _SIZE - 7)):
        for dy in range(-1, 8):
            for dx in range(-1, 8):
                ring = max(abs(dx - 3), abs(dy - 3))
                put(left + dx, top + dy, int(ring not in (2, 4)))
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            put(26 + dx, 26 + dy, int(max(abs(dx), abs(dy)) != 1))
    _put_format(put)
    return grid, fixed


def _put_format(put: object) -> None:
    assert callable(put)
    bits = [(_FORMAT_L_MASK_0 >> at) & 1 for at in range(15)]
    upright = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)]
    along = [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
    for (x, y), bit in zip(upright + along, bits, strict=True):
        put(x, y, bit)
    right = [(_SIZE - 1 - at, 8) for at in range(8)]
    below = [(8, _SIZE - 7 + at) for at in range(7)]
    for (x, y), bit in zip(right + below, bits, strict=True):
        put(x, y, bit)
    put(8, _SIZE - 8, 1)


def _place(grid: Grid, fixed: Grid, bits: list[int]) -> None:
    """Two columns at a time from the right, up and down, under mask 0."""
    at, upward = 0, True
    for right in (32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        rows = range(_SIZE - 1, -1, -1) if upward else range(_SIZE)
        for y in rows:
            for x in (right, right - 1):
                if not fixed[y][x]:
                    bit = bits[at] if at < len(bits) else 0
                    grid[y][x] = bit ^ int((x + y) % 2 == 0)
                    at += 1
        upward = not upward
