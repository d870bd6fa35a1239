"""What the loopback server of the tests answers, and small ways to make documents."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from generator.description import Description, Operation
from generator.document import Document
from generator.openapi.read import read_description


@dataclass
class Page:
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass
class Site:
    """Paths with what stands there; a path that is not known answers 404."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        self.asked.append(path)
        self.hosts.append(handler.headers["Host"])
        page = self.pages.get(path.partition("?")[0], Page(b"<html>Not here</html>", status=404))
        if page.hangs:
            self.closing.wait(10)
            return
        handler.send_response(page.status)
        headers = {"Content-Type": page.media_type, "Content-Length": str(len(page.body)), **page.headers}
        for name, value in headers.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        try:
            handler.wfile.write(page.body)
        except OSError:  # the reader hung up, as it should with what is too large
            handler.close_connection = True


def openapi(paths: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "paths": paths, **more}


def swagger(paths: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"swagger": "2.0", "info": {"title": "Shop", "version": "1"}, "paths": paths, **more}


def document(data: Any, source: str = "shop.json", location: str = "") -> Document:
    body = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    return Document(source, body, location=location)


def described(data: Any) -> Description:
    return read_description(document(data))


def only(description: Description) -> Operation:
    (operation,) = description.operations
    return operation


SMALL = openapi({"/items": {"get": {"operationId": "list_items", "responses": {"200": {"description": "The items."}}}}})
