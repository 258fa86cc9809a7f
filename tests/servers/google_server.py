"""Speaks as Google's Street View metadata does: a key, a signature over path and query, a status in the body."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlencode

from servers.loopback import Loopback, Question, Reply

KEY, SECRET = "AIza-toy-key", "vNIXE0xscrmjlyV-12Nj_BvUPaw="
OK = {
    "status": "OK",
    "pano_id": "p1",
    "location": {"lat": 48.85841, "lng": 2.29451},
    "date": "2022-06",
    "copyright": "© Google",
}


def google_server(answer: dict[str, object]) -> Loopback:
    """Answer every well-signed question for metadata with one answer; it has no pictures, so none can be asked for."""

    def respond(question: Question) -> Reply:
        if question.path != "/maps/api/streetview/metadata":
            return Reply(status=500)
        asked = {name: value for name, value in question.query.items() if name != "signature"}
        signed = hmac.new(
            base64.urlsafe_b64decode(SECRET), f"{question.path}?{urlencode(asked)}".encode(), hashlib.sha1
        ).digest()
        right = question.query.get("signature") == base64.urlsafe_b64encode(signed).decode()
        body = answer if right and question.query["key"] == KEY else {"status": "REQUEST_DENIED"}
        return Reply(json.dumps(body).encode(), "application/json")

    return Loopback(respond)
