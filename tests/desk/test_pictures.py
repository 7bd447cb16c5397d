"""A customer's picture: fetched, drawn anew, sealed, seen by one person, forgotten."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from tests.desk.seats import Seat, conversation_of, transcript
from tests.house.made import House
from weiyin.base.ask import AskKind
from weiyin.base.errors import BadInput, NotFound, TryLater
from weiyin.base.reply import Silence
from weiyin.base.sender import Later, Never, Sent
from weiyin.desk import picture
from weiyin.desk.fitting import LONGEST_SIDE, MOST_BYTES, fit
from weiyin.desk.picture_delivery import PictureCourier
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.sql import sql

A = "o-wang"


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **more: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **more)
    return written.getvalue()


def _sent(house: House) -> Parcel:
    """A picture in the chat with a person; the parcel that has it fetched."""
    Seat(house, "staff-0001").sit()
    house.follow(A)
    house.say(A, "转人工")
    assert isinstance(house.ask(A, AskKind.PICTURE, media_id="media-1"), Silence)
    now = house.clock.now()
    [parcel] = house.app.store.run(
        lambda tx: outbox.lease(tx, [picture.TOPIC], "a", now, 60.0, limit=9)
    )
    return parcel


def _courier(house: House, content: bytes | Exception) -> PictureCourier:
    def fetch(_oa: str, media_id: str) -> bytes:
        assert media_id == "media-1"
        if isinstance(content, Exception):
            raise content
        return content

    return PictureCourier(house.app.store, house.clock, house.app.sealer, fetch)


def _found(house: House) -> bytes:
    last = transcript(house, A)[-1]
    one = conversation_of(house, A).conversation_id
    now = house.clock.now()
    return house.app.store.read(
        lambda tx: picture.find_picture(tx, house.app.sealer, one, last.seq, now)
    )


def test_a_picture_is_fetched_kept_and_forgotten_after_a_week(house: House) -> None:
    parcel = _sent(house)
    assert transcript(house, A)[-1].fate == picture.FETCHING
    assert isinstance(_courier(house, photo()).deliver(parcel), Sent)
    assert transcript(house, A)[-1].fate == picture.SHOWN
    assert Image.open(BytesIO(_found(house))).format == "JPEG"
    [(kept,)] = house.app.store.read(lambda tx: tx.all(sql("SELECT content FROM desk_pictures")))
    assert b"JFIF" not in bytes(kept)
    house.clock.advance(timedelta(days=7, seconds=1))
    with pytest.raises(NotFound):
        _found(house)
    assert house.app.store.run(lambda tx: picture.purge(tx, house.clock.now())) == 1
    assert transcript(house, A)[-1].fate == "gone"


def test_what_is_no_picture_is_said_to_be_none(house: House) -> None:
    parcel = _sent(house)
    busy = _courier(house, TryLater("busy")).deliver(parcel)
    assert isinstance(busy, Later)
    assert isinstance(_courier(house, b"<svg onload=alert(1)>").deliver(parcel), Never)
    assert transcript(house, A)[-1].fate == picture.UNFIT
    with pytest.raises(NotFound):
        _found(house)


def test_only_pixels_are_kept_and_not_too_many() -> None:
    exif = Image.Exif()
    exif[0x9286] = "home address"
    hidden = photo((3_000, 20), exif=exif.tobytes()) + b"<script>alert(1)</script>"
    fitted = fit(hidden)
    assert Image.open(BytesIO(fitted)).size == (LONGEST_SIDE, 11)
    assert b"home address" not in fitted
    assert b"<script>" not in fitted
    for kind in ("PNG", "GIF", "WEBP", "BMP"):
        assert fit(photo(kind=kind))


@pytest.mark.parametrize("name", ["nothing", "words", "tiff", "cut", "large", "wide"])
def test_other_files_are_refused(name: str) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 8_000, 8_000, 8, 2, 0, 0, 0)
    size = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    files = {
        "nothing": b"",
        "words": b"GIF89a is not enough",
        "tiff": photo(kind="TIFF"),
        "cut": photo((400, 300))[:200],
        "large": bytes(MOST_BYTES + 1),
        "wide": b"\x89PNG\r\n\x1a\n" + size + b"\0\0\0\0IDAT" + struct.pack(">I", 0x35AF061E),
    }
    with pytest.raises(BadInput):
        fit(files[name])
