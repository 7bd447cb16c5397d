"""Sealing of messages: AES-256-CBC with WeChat's own frame and padding.

    sealed = base64(AES-CBC(random 16 | length of message, 4 bytes big-endian | message | appid))

The initial vector is the key's first half and padding is PKCS#7 to 32, both fixed by WeChat.
CBC is malleable: `open` trusts nothing, and callers must have verified `msg_signature` before.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from weiyin.base.mask import Secret
from weiyin.channel.wechat.faults import Forged

_BLOCK = 32
_HEAD = 20
_PADDING = [bytes([n]) * n for n in range(_BLOCK + 1)]


class MessageCrypto:
    """Opens with the current key, then the previous one; seals with the key that opened."""

    def __init__(self, appid: str, *aes_keys: Secret) -> None:
        self._appid = appid.encode()
        self._ciphers = tuple(_cipher(key.reveal()) for key in aes_keys if key)

    def open(self, sealed: str) -> tuple[bytes, int]:
        """The message inside and the number of the key that opened it. Raises `Forged`."""
        try:
            data = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            raise Forged from None
        if len(data) < 2 * _BLOCK or len(data) % _BLOCK:
            raise Forged
        for number, cipher in enumerate(self._ciphers):
            opener = cipher.decryptor()
            message = self._message(opener.update(data) + opener.finalize())
            if message is not None:
                return message, number
        raise Forged

    def seal(self, message: bytes, key: int = 0) -> str:
        """`message` sealed with key number `key`."""
        framed = b"".join((os.urandom(16), len(message).to_bytes(4, "big"), message, self._appid))
        sealer = self._ciphers[key].encryptor()
        padding = _PADDING[_BLOCK - len(framed) % _BLOCK]
        data = sealer.update(framed + padding) + sealer.finalize()
        return base64.b64encode(data).decode()

    def _message(self, framed: bytes) -> bytes | None:
        """Judge every part before speaking, so that each fault costs and looks the same."""
        pad = framed[-1]
        pad_fits = 1 <= pad <= _BLOCK
        padding = _PADDING[pad if pad_fits else _BLOCK]
        pad_right = hmac.compare_digest(framed[-len(padding) :], padding)
        end = len(framed) - len(padding)
        length = int.from_bytes(framed[16:_HEAD], "big")
        length_fits = _HEAD + length + len(self._appid) == end
        appid = framed[max(_HEAD, end - len(self._appid)) : end]
        appid_right = hmac.compare_digest(appid, self._appid)
        if pad_fits & pad_right & length_fits & appid_right:
            return framed[_HEAD : _HEAD + length]
        return None


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
