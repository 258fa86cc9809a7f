"""One polite HTTP client for every image service: paced, tried again, and stopped for good where a host says so."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import httpx
import tenacity

from geogame import __version__
from geogame.errors import SourceError

USER_AGENT: Final = f"geogame/{__version__} (builds datasets for a geolocation game; one worker, paced)"
TRIES: Final = 3
MAX_REDIRECTS: Final = 5
MAX_BYTES: Final = 128 << 20
LOGIN: Final = re.compile(r"log-?in|sign-?in|checkpoint|consent", re.IGNORECASE)
KEPT: Final = "all that is done is kept, the same command resumes"


class HostStopError(SourceError):
    """A host refuses, limits or blocks: nothing more is asked of it, and what is done is kept."""


class TransientError(SourceError):
    """An answer failed three times in a way that may pass; it is not recorded, so a later run asks again."""


class MissingError(SourceError):
    """The host says that what was asked for does not exist (404 or 410)."""


class _WithoutQuery(logging.Filter):
    """Cuts queries off the addresses that httpx logs: a key may stand there."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(shown(str(each)) if isinstance(each, httpx.URL) else each for each in record.args)
        return True


logging.getLogger("httpx").addFilter(_WithoutQuery())


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: where it came from in the end, its body, its kind, and for a part the size of the whole."""

    url: str
    body: bytes
    kind: str
    status: int
    total: int | None = None

    def json(self) -> Any:
        """Decode the body; a page in its place means that the host blocks, `HostStopError`."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            message = f"{shown(self.url)} answered {self.kind or 'something'} that is no JSON ({error}); {KEPT}"
            raise HostStopError(message) from error


def shown(url: str) -> str:
    """Return an address as messages show it: without its query, where a key may stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


class Client:
    """Asks one question at a time, at most ``per_second`` to a host. Use it as a context.

    Parameters
    ----------
    per_second
        Questions to one host in a second, at most.
    timeout_s
        Longest silence of a host.
    deadline_s
        Longest time for one whole answer, tables apart.
    clock, sleep
        Time, replaceable in tests.

    Attributes
    ----------
    requests, received
        Questions asked, and bytes of bodies received, so far.
    """

    def __init__(
        self,
        *,
        per_second: float = 1.0,
        timeout_s: float = 30.0,
        deadline_s: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            timeout=timeout_s,
            follow_redirects=False,
        )
        self._pause_s = 1.0 / per_second
        self._deadline_s = deadline_s
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}
        self._stopped: dict[str, str] = {}
        self.requests = 0
        self.received = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back."""
        self._http.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        follow: bool = False,
        max_bytes: int = MAX_BYTES,
        refused: Callable[[Answer], None] | None = None,
    ) -> Answer:
        """Ask for one whole answer; see `ranged` for a part of a file.

        Parameters
        ----------
        url, params, headers
            The question.
        follow
            Whether redirects are followed, up to five, never to a page for logging in. Headers go to the first host
            alone. Where they are not followed, a redirect means that the host blocks.
        max_bytes
            A longer body is refused.
        refused
            Reads the body of an answer with a status from 400 on, and may raise; the status is judged if it does not.

        Raises
        ------
        HostStopError
            On 401, 403, 429, an unexpected redirect, any other refusal. The host is not asked again by this client.
        TransientError
            If three tries ended in 5xx, silence, a broken or too slow transfer.
        MissingError
            On 404 and 410.
        """
        question = str(httpx.URL(url, params=dict(params))) if params else url

        def once() -> Answer:
            with self._open(question, dict(headers or {}), follow=follow, judged=refused is None) as response:
                answer = _answer(response, self._read(response, max_bytes))
                if refused is not None and answer.status >= 400:
                    refused(answer)
                    self._judge(response)
                return answer

        return self._tried(once)

    def ranged(self, url: str, start: int, end: int, *, expires: bool = False) -> Answer:
        """Bytes ``start`` to ``end`` (excluded) of a file, redirects followed; a negative start counts from the end.

        With ``expires`` the address may have run out: an answer of 403 is then handed back with its status.
        """
        wanted = f"bytes={start}" if start < 0 else f"bytes={start}-{end - 1}"

        def once() -> Answer:
            with self._open(url, {"Range": wanted}, follow=True, judged=not expires) as response:
                if expires and response.status_code == 403:
                    return _answer(response, b"")
                self._judge(response)
                total = _check_part(response, url)
                body = self._read(response, MAX_BYTES)
                return _answer(response, body, total)

        return self._tried(once)

    def stream(self, url: str, *, start: int = 0, headers: Mapping[str, str] | None = None) -> Iterator[bytes]:
        """Yield a large file piece by piece; where the transfer breaks it goes on by a range from there.

        Parameters
        ----------
        url
            The file; redirects are followed.
        start
            Bytes of it that are here already.
        headers
            For the first host alone.
        """
        offset, failures, total = start, 0, None
        while total is None or offset < total:
            asked = {**(headers or {}), **({"Range": f"bytes={offset}-"} if offset else {})}
            try:
                with self._open(url, asked, follow=True) as response:
                    if offset:
                        total = _check_part(response, url)
                    else:
                        total = int(response.headers.get("content-length", 0)) or None
                    for piece in response.iter_bytes():
                        offset += len(piece)
                        self.received += len(piece)
                        failures = 0
                        yield piece
                    if total is None:
                        return
            except (TransientError, httpx.HTTPError) as error:
                failures += 1
                if failures == TRIES:
                    raise _transient(url, error) from error
                self._sleep(float(2**failures))

    def _tried(self, once: Callable[[], Answer]) -> Answer:
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(TRIES),
            wait=tenacity.wait_exponential(multiplier=1, max=20),
            retry=tenacity.retry_if_exception_type(TransientError),
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(once)

    @contextmanager
    def _open(
        self, url: str, headers: dict[str, str], *, follow: bool, judged: bool = True
    ) -> Iterator[httpx.Response]:
        """Send one question and look at the head of the answer; transport failures become `TransientError`."""
        for _ in range(MAX_REDIRECTS + 1):
            self._await_turn(url)
            try:
                with self._http.stream("GET", url, headers=headers) as response:
                    self.requests += 1
                    if not response.is_redirect:
                        if judged:
                            self._judge(response)
                        yield response
                        return
                    target = urljoin(url, response.headers.get("location", ""))
            except httpx.HTTPError as error:
                raise _transient(url, error) from error
            if not follow or LOGIN.search(urlsplit(target).path):
                raise self._stop(url, f"redirects to {shown(target)}, which means that it blocks or wants a login")
            if urlsplit(target).netloc != urlsplit(url).netloc:
                headers = {name: value for name, value in headers.items() if name == "Range"}
            url = target
        raise self._stop(url, f"redirects more than {MAX_REDIRECTS} times")

    def _await_turn(self, url: str) -> None:
        host = urlsplit(url).netloc
        if host in self._stopped:
            raise HostStopError(self._stopped[host])
        now = self._clock()
        wait_s = self._next.get(host, now) - now
        if wait_s > 0:
            self._sleep(wait_s)
        self._next[host] = max(now, self._next.get(host, now)) + self._pause_s

    def _judge(self, response: httpx.Response) -> None:
        status, url = response.status_code, str(response.request.url)
        if status < 300:
            return
        if status in (404, 410):
            message = f"{shown(url)} does not exist (HTTP {status})"
            raise MissingError(message)
        if status >= 500 or status == 408:
            message = f"{shown(url)} answered HTTP {status}"
            raise TransientError(message)
        why = {
            401: "does not accept the credentials",
            403: "refuses access",
            429: f"asks to slow down (retry after {response.headers.get('retry-after', 'an hour')})",
        }.get(status, "refuses the question")
        raise self._stop(url, f"{why} (HTTP {status})")

    def _stop(self, url: str, why: str) -> HostStopError:
        message = f"{shown(url)} {why}; {KEPT}"
        self._stopped[urlsplit(url).netloc] = message
        return HostStopError(message)

    def _read(self, response: httpx.Response, max_bytes: int) -> bytes:
        began, body = self._clock(), bytearray()
        url = str(response.request.url)
        for piece in response.iter_bytes():
            body += piece
            self.received += len(piece)
            if len(body) > max_bytes:
                message = f"{shown(url)} sends more than {max_bytes >> 20} MiB"
                raise MissingError(message)
            if self._clock() - began > self._deadline_s:
                message = f"{shown(url)} took more than {self._deadline_s:.0f} s for one answer"
                raise TransientError(message)
        return bytes(body)


def _transient(url: str, error: Exception) -> TransientError:
    detail = str(error) if isinstance(error, TransientError) else f"{shown(url)}: {type(error).__name__} ({error})"
    return TransientError(detail)


def _answer(response: httpx.Response, body: bytes, total: int | None = None) -> Answer:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Answer(str(response.request.url), body, kind, response.status_code, total)


def _check_part(response: httpx.Response, url: str) -> int:
    """Size of the whole file, of a partial answer; `HostStopError` where the host sends all of it."""
    found = re.fullmatch(r"bytes \d+-\d+/(\d+)", response.headers.get("content-range", ""))
    if response.status_code != 206 or found is None:
        message = f"{shown(url)} ignores ranges (HTTP {response.status_code}); it would send whole archives. {KEPT}"
        raise HostStopError(message)
    return int(found[1])
