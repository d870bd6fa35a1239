"""Exchanges as an HTTP Archive (HAR 1.2), which ``recording`` reads again: of a live service, or of a server itself."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from generator.compare.recording import NO_BODY, Exchange
from state_db.environment import Environment
from state_db.http import Router
from state_db.image import Image

Json = Any
Calls = Iterable[tuple[str, Mapping[str, Json]]]


def exchanges_of(image: Image, calls: Calls, origin: str = "http://localhost") -> list[Exchange]:
    """Return what a server answers to calls (tool and arguments) from the scenario ``empty`` on.

    Raises: Unwritable where arguments have no form in HTTP.
    """
    router = Router(image.routes, {})
    with Environment.open(image, scenario="empty") as environment:
        found = []
        for tool, arguments in calls:
            request = router.request(tool, arguments)
            answer = environment.call(tool, arguments)
            found.append(Exchange(origin, request, answer.status, answer.body if answer.text else NO_BODY))
    return found


def archive_text(exchanges: Sequence[Exchange]) -> str:
    """Return the text of an HTTP Archive that holds the exchanges."""
    log = {
        "version": "1.2",
        "creator": {"name": "fleetwright", "version": ""},
        "entries": [_entry(exchange) for exchange in exchanges],
    }
    return json.dumps({"log": log}, indent=2, ensure_ascii=False) + "\n"


def _entry(exchange: Exchange) -> dict[str, Json]:
    request = exchange.request
    sent: dict[str, Json] = {
        "method": request.method,
        "url": exchange.origin + request.target,
        "httpVersion": "HTTP/1.1",
        "headers": [{"name": name, "value": value} for name, value in request.headers.items()],
        "queryString": [
            {"name": name, "value": value} for name, value in parse_qsl(request.query, keep_blank_values=True)
        ],
        "cookies": [],
        "headersSize": -1,
        "bodySize": len(request.body),
    }
    if request.body:
        sent["postData"] = {"mimeType": request.media_type, "text": request.body.decode("utf-8", "surrogateescape")}
    text = "" if exchange.body == NO_BODY else json.dumps(exchange.body, ensure_ascii=False)
    content = {"size": len(text.encode()), "mimeType": "application/json", "text": text}
    return {
        **({"startedDateTime": exchange.at} if exchange.at else {}),
        "request": sent,
        "response": {
            "status": exchange.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "headers": [],
            "cookies": [],
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(text.encode()),
        },
    }
