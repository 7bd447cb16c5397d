"""W10: what people send as pictures is drawn anew or refused; no other door takes files at all."""

from __future__ import annotations

import asyncio
import struct
import zipfile
import zlib
from io import BytesIO

import httpx
import pytest
from PIL import Image

from tests.checks import Sabotage
from tests.house.made import House
from weiyin.base.errors import BadInput
from weiyin.desk.fitting import fit
from weiyin.serving import create_asgi

SABOTAGE = {
    "W10": Sabotage(
        "src/weiyin/desk/fitting.py",
        'paper.save(written, "JPEG", quality=_QUALITY)',
        'paper.save(written, "JPEG", quality=_QUALITY, exif=found.getexif())',
    )
}
SCRIPT = b"<script>alert('weiyin')</script>"
GPS, LATITUDE, MAKER = 0x8825, 2, 0x010F
DOORS = (
    "/p/in",
    "/p/f/balance_query",
    "/p/f/transfer_same_bank",
    "/p/d/none-made-yet/confirm",
    "/api/v1/sessions",
    "/api/v1/functions/complaint",
    "/console/in",
    "/console/desk",
    "/feeds/main",
    "/wechat/main",
)


def photo(kind: str, **more: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, kind, **more)
    return written.getvalue()


def zipped() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("../../evil.sh", SCRIPT)
    return written.getvalue()


def placed() -> bytes:
    """A photograph that says where it was taken, and with what."""
    exif = Image.Exif()
    exif[MAKER] = "weiyin phone"
    exif.get_ifd(GPS)[LATITUDE] = (39.0, 54.0, 30.0)
    return photo("JPEG", exif=exif.tobytes())


def chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def huge(side: int) -> bytes:
    """A PNG of a few bytes that claims to be `side` pixels wide and high."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
    return b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"")


POLYGLOTS = {
    "a page behind a photograph": photo("JPEG") + SCRIPT,
    "an archive behind a picture": photo("PNG") + zipped(),
    "a script in a comment": photo("GIF", comment=SCRIPT),
    "a script in a text chunk": photo("PNG")[:33] + chunk(b"tEXt", b"x\0" + SCRIPT)
    + photo("PNG")[33:],
    "a place": placed(),
}  # fmt: skip
NO_PICTURES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg bomb": b'<!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>',
    "html": b"<html>" + SCRIPT,
    "pdf": b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript >> >>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(run) run",
    "archive": zipped(),
    "50,000 x 50,000": huge(50_000),
    "65,000 x 65,000": huge(65_000),
    "tiff": photo("TIFF"),
    "cut": photo("JPEG")[:200],
}


@pytest.mark.parametrize("name", sorted(POLYGLOTS))
def test_w10_only_the_pixels_of_a_picture_are_kept(name: str) -> None:
    kept = fit(POLYGLOTS[name])
    for hidden in (SCRIPT, b"evil.sh", b"PK\x03\x04", b"weiyin phone", b"Exif"):
        assert hidden not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (40, 30))
        assert dict(picture.getexif()) == {}
        assert picture.getexif().get_ifd(GPS) == {}


@pytest.mark.parametrize("name", sorted(NO_PICTURES))
def test_w10_what_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        fit(NO_PICTURES[name])


def test_w10_no_door_takes_a_file(house: House) -> None:
    """Whatever its name and type say: refused, and nothing of it is answered or stored."""
    app = create_asgi(house.app, deliver=False)

    async def send_all() -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://bank.test") as http:
            for door in DOORS:
                for name, content in (("../../../etc/cron.d/x", SCRIPT), ("a.svg", b"<svg/>")):
                    files = {"file": (name, content, "image/svg+xml")}
                    answer = await http.post(door, files=files)
                    assert 300 <= answer.status_code < 500, (door, answer.status_code)
                    assert b"alert('weiyin')" not in answer.content, door

    asyncio.run(send_all())
