"""Columns that only this program can read: sealed with a key that is not in the database.

A sealed value is bound to its table, column and row, so that moving it to another row is refused.

    blob = version (1 byte) | length of key id (1) | key id | nonce (12) | ciphertext and tag (16)
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from weiyin.base.errors import Broken, Misconfigured
from weiyin.base.ids import SYSTEM_RNG, Rng

CipherName = Literal["aes-gcm", "sm4-gcm"]

_NONCE = 12
_TAG = 16
_KEY_BYTES = 32
_VERSIONS: dict[CipherName, int] = {"aes-gcm": 1, "sm4-gcm": 2}


class _Aead(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class Sealer:
    """Seals with the key named `current`; opens whatever any of `keys` (32 bytes each) sealed.

    `blind_with` names the key of equality look-ups; it stays the same while `current` is rotated,
    else what was stored blind is not found any more.
    """

    def __init__(
        self,
        keys: Mapping[str, bytes],
        current: str,
        cipher: CipherName = "aes-gcm",
        *,
        blind_with: str | None = None,
        rng: Rng = SYSTEM_RNG,
    ) -> None:
        for key_id, key in keys.items():
            _check_key(key_id, key)
        self._keys = dict(keys)
        self._version = _VERSIONS[cipher]
        self._current = current
        self._rng = rng
        self._blind_key = _derive(self._key(blind_with or current), "blind", _KEY_BYTES)
        self._header = _header(self._version, current)
        self._aead = lru_cache(maxsize=64)(self._make_aead)
        self._aead(self._version, current)  # an unknown key is told at the start

    def seal(self, text: str, *, table: str, column: str, row: str) -> bytes:
        nonce = self._rng.getrandbits(8 * _NONCE).to_bytes(_NONCE)
        bound = _bound(self._header, table, column, row)
        body = self._aead(self._version, self._current).encrypt(nonce, text.encode(), bound)
        return self._header + nonce + body

    def open(self, blob: bytes, *, table: str, column: str, row: str) -> str:
        """The words sealed for this very place. Raises Broken for anything else."""
        header, key_id, rest = _split(blob)
        bound = _bound(header, table, column, row)
        try:
            plain = self._aead(header[0], key_id).decrypt(rest[:_NONCE], rest[_NONCE:], bound)
        except InvalidTag as error:
            raise Broken(f"a sealed value in {table}.{column} was changed or moved") from error
        return plain.decode()

    def reseal(self, blob: bytes, *, table: str, column: str, row: str) -> bytes:
        """The same words under the current key and cipher; `blob` itself when it already is."""
        opened = self.open(blob, table=table, column=column, row=row)
        if blob.startswith(self._header):
            return blob
        return self.seal(opened, table=table, column=column, row=row)

    def blind(self, text: str, purpose: str) -> str:
        """A stand-in of 160 bits by which equal words of one purpose are found, and no more."""
        message = len(purpose.encode()).to_bytes(2) + purpose.encode() + text.encode()
        return hmac.digest(self._blind_key, message, "sha256").hex()[:40]

    def _make_aead(self, version: int, key_id: str) -> _Aead:
        maker = _AEADS.get(version)
        if maker is None:
            raise Broken(f"a sealed value of unknown version {version}")
        return maker(self._key(key_id))

    def _key(self, key_id: str) -> bytes:
        try:
            return self._keys[key_id]
        except KeyError:
            raise Misconfigured("seal_keys", f"there is no key named {key_id!r}") from None


class _Sm4Gcm:
    """SM4 in GCM (GB/T 32907, RFC 8998), with the face of `AESGCM`."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        decryptor = Cipher(self._algorithm, modes.GCM(nonce, data[-_TAG:])).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(data[:-_TAG]) + decryptor.finalize()


_AEADS: dict[int, Callable[[bytes], _Aead]] = {
    1: lambda key: AESGCM(_derive(key, "aes-256-gcm", 32)),
    2: lambda key: _Sm4Gcm(_derive(key, "sm4-gcm", 16)),
}


def _check_key(key_id: str, key: bytes) -> None:
    if not 1 <= len(key_id.encode()) <= 255:
        raise Misconfigured("seal_keys", "a key's name has 1 to 255 bytes")
    if len(key) != _KEY_BYTES or len(set(key)) < 8:
        raise Misconfigured("seal_keys", f"key {key_id!r} must be 32 bytes of chance")


def _derive(key: bytes, purpose: str, length: int) -> bytes:
    info = f"weiyin {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)


def _header(version: int, key_id: str) -> bytes:
    name = key_id.encode()
    return bytes((version, len(name))) + name


def _split(blob: bytes) -> tuple[bytes, str, bytes]:
    """Header, key id, and the nonce with what follows."""
    end = 2 + blob[1] if len(blob) > 1 else 0
    if end < 3 or len(blob) < end + _NONCE + _TAG:
        raise Broken("a sealed value is cut short")
    return blob[:end], blob[2:end].decode(errors="replace"), blob[end:]


def _bound(header: bytes, *place: str) -> bytes:
    """The place as associated data; lengths keep ("ab", "c") apart from ("a", "bc")."""
    parts = [part.encode() for part in place]
    return header + b"".join([len(part).to_bytes(4) + part for part in parts])
