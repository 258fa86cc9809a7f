"""Speaks as the Hugging Face hub does: what a repository holds at a commit, and files behind redirects, with ranges."""

import hashlib
import json
import re
from collections.abc import Mapping

from servers.loopback import Loopback, Question, Reply

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = (".safetensors", ".bin")
Repositories = Mapping[str, Mapping[str, bytes]]


def sibling(name: str, content: bytes) -> dict[str, object]:
    """Say of a file what the hub says: of large ones their SHA-256, of all the hash of git's blob."""
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    told: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": blob}
    if name.endswith(LARGE):
        told["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
    return told


def hub_server(repositories: Repositories, *, gated: tuple[str, ...] = (), token: str = "") -> Loopback:
    """Serve repositories; each is at `COMMIT`, whatever revision is asked for, and gated ones want the token."""

    def respond(question: Question) -> Reply:
        if asked := re.fullmatch(r"/api/models/([^/]+/[^/]+)/revision/([^/]+)", question.path):
            refusal = refused(asked[1], question)
            return refusal or listing(asked[1], asked[2])
        if asked := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", question.path):
            content = repositories.get(asked[1], {}).get(asked[3])
            if content is None or len(asked[2]) != len(COMMIT):
                return Reply(b"Entry not found", "text/plain", 404)
            refusal = refused(asked[1], question)
            return refusal or Reply(status=302, headers={"Location": f"/cdn/{asked[1]}/{asked[3]}"})
        if asked := re.fullmatch(r"/cdn/([^/]+/[^/]+)/(.+)", question.path):
            return Reply(repositories[asked[1]][asked[2]], ranges=True)
        return Reply(status=404)

    def refused(repository: str, question: Question) -> Reply | None:
        if repository in gated and question.headers.get("Authorization") != f"Bearer {token}":
            return Reply(b'{"error": "Access to this model is restricted"}', "application/json", 401)
        return None

    def listing(repository: str, revision: str) -> Reply:
        if repository not in repositories:
            return Reply(b'{"error": "Repository not found"}', "application/json", 404)
        commit = revision if len(revision) == len(COMMIT) else COMMIT
        siblings = [sibling(name, content) for name, content in repositories[repository].items()]
        told = {"id": repository, "sha": commit, "private": False, "gated": False, "siblings": siblings}
        return Reply(json.dumps(told).encode(), "application/json")

    return Loopback(respond)
