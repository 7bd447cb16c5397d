"""AES-256-CBC as the platform wraps messages.

Plain text: 16 random bytes + length (4 bytes, network order) + message + appid, padded by
PKCS#7 to blocks of 32. The key is the 43-character EncodingAESKey plus `=`, in base 64; its
first 16 bytes are the initial vector.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from weiyin.base.ids import Rng

_BLOCK = 32


class BadCipher(Exception):
    """The text was not made with this key for this appid."""


def seal(aes_key: str, appid: str, message: bytes, rng: Rng) -> str:
    """Encrypt `message`; base 64."""
    key = base64.b64decode(aes_key + "=")
    head = rng.getrandbits(128).to_bytes(16, "big") + struct.pack("!I", len(message))
    plain = head + message + appid.encode()
    pad = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(key).encryptor()
    sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def unseal(aes_key: str, appid: str, sealed: str) -> bytes:
    """The message inside. Raises BadCipher, with the reason for the developer's log."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCipher("Encrypt is not base 64") from error
    if not raw or len(raw) % _BLOCK:
        raise BadCipher("the cipher text is not a multiple of 32 bytes")
    decryptor = _cipher(base64.b64decode(aes_key + "=")).decryptor()
    plain = _unpad(decryptor.update(raw) + decryptor.finalize())
    if len(plain) < 20:
        raise BadCipher("shorter than its own head")
    end = 20 + struct.unpack("!I", plain[16:20])[0]
    if not hmac.compare_digest(plain[end:], appid.encode()):
        raise BadCipher("another appid, or a wrong length")
    return plain[20:end]


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def _unpad(plain: bytes) -> bytes:
    pad = plain[-1]
    if not 1 <= pad <= _BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise BadCipher("the padding is not PKCS#7 of 32")
    return plain[:-pad]
