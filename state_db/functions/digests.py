"""Digests and encodings."""

import base64
import binascii
import hashlib

from state_db.functions.function import Function, Value


def _bytes(value: Value) -> bytes | None:
    if value is None:
        return None
    return value if isinstance(value, bytes) else str(value).encode()


def _sha1(value: Value) -> Value:
    data = _bytes(value)
    return None if data is None else hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _sha256(value: Value) -> Value:
    data = _bytes(value)
    return None if data is None else hashlib.sha256(data).hexdigest()


def _base64(value: Value) -> Value:
    data = _bytes(value)
    return None if data is None else base64.b64encode(data).decode()


def _unbase64(value: Value) -> Value:
    if not isinstance(value, str):
        return None
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return None


FUNCTIONS = (
    Function("sha1", 1, (1,), _sha1, text="SHA-1 of the value, in hexadecimal."),
    Function("sha256", 1, (1,), _sha256, text="SHA-256 of the value, in hexadecimal."),
    Function("base64", 1, (1,), _base64, text="The value in base64."),
    Function("unbase64", 1, (1,), _unbase64, text="The text that a base64 text stands for, or NULL."),
)
