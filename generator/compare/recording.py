"""HTTP Archives (HAR 1.2): the calls of a service that were recorded, with their true answers."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from generator.errors import RecordingError
from state_db.http import Request

Json = Any


@dataclass(frozen=True, slots=True)
class NoBody:
    """There is no body, which is something else than the body ``null``."""


NO_BODY = NoBody()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded call: ``origin`` is scheme and host; ``body`` the JSON that was answered, a text, or ``NO_BODY``.

    ``at`` is the time of the call as it was written down, empty where it was not.
    """

    origin: str
    request: Request
    status: int
    body: Json
    at: str = ""


def read_recording(path: Path) -> tuple[Exchange, ...]:
    """Return the calls of an HTTP Archive in their order. Raises: RecordingError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RecordingError(
            f"The recording cannot be read: {error.strerror}.", where=str(path), next="Check the path."
        ) from error
    except ValueError as error:  # also what is not UTF-8
        raise RecordingError(f"This is not JSON: {error}.", where=str(path), next=_EXPORT) from error
    entries = _member(_member(data, "log", dict, f"{path}#"), "entries", list, f"{path}#/log")
    if not entries:
        raise RecordingError("The recording holds no calls.", where=f"{path}#/log/entries", next=_EXPORT)
    return tuple(_exchange(entry, f"{path}#/log/entries/{number}") for number, entry in enumerate(entries))


_EXPORT = "Export it again as HAR 1.2, with the contents of answers."


def _exchange(entry: Json, where: str) -> Exchange:
    request = _member(entry, "request", dict, where)
    response = _member(entry, "response", dict, where)
    url = _member(request, "url", str, f"{where}/request")
    status = _member(response, "status", int, f"{where}/response")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RecordingError(f"{error}.", where=f"{where}/request/url", next=_EXPORT) from error
    method = _member(request, "method", str, f"{where}/request").upper()
    body, media_type = _sent(request, f"{where}/request")
    headers = _headers(request)
    if body and media_type:
        headers["content-type"] = media_type
    sent = Request(method, parts.path or "/", parts.query, headers, body)
    answered, at = _answered(response, f"{where}/response"), entry.get("startedDateTime")
    return Exchange(f"{parts.scheme}://{parts.netloc}", sent, status, answered, at if isinstance(at, str) else "")


def _member(data: Json, name: str, kind: type, where: str) -> Any:
    found = data.get(name) if isinstance(data, dict) else None
    if not isinstance(found, kind) or isinstance(found, bool):
        raise RecordingError(f'"{name}" is missing, or is no {_KINDS[kind]}.', where=where, next=_EXPORT)
    return found


_KINDS: Mapping[type, str] = {dict: "object", list: "array", str: "text", int: "whole number"}


def _headers(request: Mapping[str, Json]) -> dict[str, str]:
    """Return the request's headers by small names; what is no name and value is passed over."""
    found = request.get("headers")
    pairs = found if isinstance(found, list) else []
    return {
        str(pair["name"]).lower(): str(pair["value"])
        for pair in pairs
        if isinstance(pair, dict) and "name" in pair and "value" in pair
    }


def _sent(request: Mapping[str, Json], where: str) -> tuple[bytes, str]:
    """Return the request's body and its media type; a form may be given by its fields alone."""
    post = request.get("postData")
    if not isinstance(post, dict):
        return b"", ""
    text, media_type = post.get("text"), str(post.get("mimeType") or "")
    if isinstance(text, str) and text:
        return _bytes(text, post.get("encoding"), f"{where}/postData"), media_type
    fields = post.get("params")
    if isinstance(fields, list) and fields and "urlencoded" in media_type:
        pairs = [(str(field["name"]), str(field.get("value", ""))) for field in fields if "name" in field]
        return urlencode(pairs).encode(), media_type
    return b"", media_type


def _answered(response: Mapping[str, Json], where: str) -> Json:
    content = response.get("content")
    text = content.get("text") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(text, str) or not text:
        return NO_BODY
    return parsed(_bytes(text, content.get("encoding"), f"{where}/content"))


def _bytes(text: str, encoding: Json, where: str) -> bytes:
    if encoding != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RecordingError(f"The text is not base64: {error}.", where=f"{where}/text", next=_EXPORT) from error


def parsed(body: bytes) -> Json:
    """Return an answer's body: JSON where it is that, else its text; ``NO_BODY`` where it is empty."""
    if not body:
        return NO_BODY
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
