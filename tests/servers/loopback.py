"""A real HTTP server on loopback that speaks ranges and redirects, and misbehaves where it is told to."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HTML = b"<!doctype html><title>Just a moment</title><p>Please log in"


@dataclass(frozen=True)
class Reply:
    """An answer: a body whose ranges are honoured where ``ranges``."""

    body: bytes = b""
    kind: str = "application/octet-stream"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    ranges: bool = False


@dataclass(frozen=True)
class Question:
    """What was asked."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class Fault:
    """Misbehaves ``times`` times on questions whose path and query match ``at``, once ``after`` of them went well."""

    at: str
    how: str
    times: int = 1
    after: int = 0
    status: int = 200
    body: bytes = b""

    def strikes(self, path: str) -> bool:
        """Tell whether it is this question's turn, and count it."""
        if not self.times or not re.search(self.at, path):
            return False
        self.after -= 1
        self.times -= self.after < 0
        return self.after < 0


class Loopback:
    """Serves ``respond``; ``faults`` come first. ``log`` holds path and query of every question, with its status."""

    def __init__(self, respond: Callable[[Question], Reply]) -> None:
        self.respond = respond
        self.faults: list[Fault] = []
        self.log: list[tuple[str, int]] = []
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Be quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator[Loopback]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def served(self, pattern: str) -> list[str]:
        """Questions that match and were answered well."""
        return [path for path, status in self.log if re.search(pattern, path) and status < 300]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        question = Question(parts.path, query, dict(handler.headers.items()))
        with self._lock:
            fault = next((each for each in self.faults if each.strikes(handler.path)), None)
        try:
            self._send(handler, question, fault)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True

    def _send(self, handler: BaseHTTPRequestHandler, question: Question, fault: Fault | None) -> None:
        how = fault.how if fault is not None else ""
        if how == "reset":
            self._note(handler, 599)
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        reply = self.respond(question)
        if fault is not None and how == "replace":
            reply = Reply(fault.body, "text/html" if fault.body == HTML else reply.kind, fault.status)
        elif how == "login":
            reply = Reply(status=302, headers={"Location": "/login/?next=x"})
        elif how == "loop":
            reply = Reply(status=302, headers={"Location": handler.path})
        body, status, headers = self._part(reply, question, ignore=how == "ignore range")
        self._note(handler, 598 if how in ("truncate", "slow", "silent") else status)
        if how == "silent":
            time.sleep(1.0)
            handler.close_connection = True
            return
        handler.send_response(status)
        for name, value in {**reply.headers, **headers, "Content-Type": reply.kind}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        self._write(handler, body, how)

    def _write(self, handler: BaseHTTPRequestHandler, body: bytes, how: str) -> None:
        middle = len(body) // 2
        if how == "truncate":
            handler.wfile.write(body[:middle])
            handler.close_connection = True
        elif how == "slow":
            for at in range(len(body)):
                handler.wfile.write(body[at : at + 1])
                time.sleep(0.05)
        elif how == "damage":
            handler.wfile.write(body[:middle] + bytes(byte ^ 0x55 for byte in body[middle:]))
        else:
            handler.wfile.write(body)

    def _part(self, reply: Reply, question: Question, *, ignore: bool) -> tuple[bytes, int, dict[str, str]]:
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", question.headers.get("Range", ""))
        if reply.status != 200 or asked is None or not reply.ranges or ignore:
            return reply.body, reply.status, {}
        size = len(reply.body)
        start = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        end = min(size, int(asked[2]) + 1) if asked[1] and asked[2] else size
        return reply.body[start:end], 206, {"Content-Range": f"bytes {start}-{end - 1}/{size}"}

    def _note(self, handler: BaseHTTPRequestHandler, status: int) -> None:
        asked = handler.headers.get("Range", "")
        with self._lock:
            self.log.append((f"{handler.path} {asked}".strip(), status))
