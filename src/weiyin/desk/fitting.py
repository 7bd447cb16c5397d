"""A picture out of a chat, made fit to be looked at: proven to be one, small, only pixels.

What is kept is drawn anew as a JPEG: no place or name that the phone wrote into the file, nothing
hidden behind the pixels, no format that only some browsers read.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from weiyin.base.errors import BadInput

MOST_BYTES = 10 * 1024 * 1024
"""WeChat's own bound for a picture."""
LONGEST_SIDE = 1_600
_MOST_PIXELS = 40_000_000
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_QUALITY = 82


def fit(content: bytes) -> bytes:
    """A JPEG of at most `LONGEST_SIDE` pixels a side. Raises BadInput for anything else. Pure."""
    if not 0 < len(content) <= MOST_BYTES:
        raise BadInput("picture", "图片为空或超过 10 MB")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as found:
            return _drawn_anew(found)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as fault:
        raise BadInput("picture", "不是可以查看的图片") from fault


def _drawn_anew(found: Image.Image) -> bytes:
    if found.width * found.height > _MOST_PIXELS:
        raise BadInput("picture", "图片尺寸过大")
    found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(found).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    written = BytesIO()
    paper.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
