"""Speaks as OpenStreetView-5M on Hugging Face does: tables and archives, redirected to where ranges work."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence

from servers.loopback import Loopback, Question, Reply
from servers.pictures import flat
from servers.toy import Offer

HEADER = (
    "id,latitude,longitude,thumb_original_url,country,sequence,captured_at,lon_bin,lat_bin,cell,creator_username"
).split(",")
PARTS = {"test": 2, "train": 1}
Photographs = Callable[[Offer], bytes]


def photograph(offer: Offer) -> bytes:
    """Make the picture of an offer."""
    return flat(offer.seed)


def table(offers: Sequence[Offer]) -> bytes:
    """Write a table, with a quoted comma in it as the real one has."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for each in offers:
        row = [each.id, each.lat, each.lon, "gone", "US", each.sequence, each.captured_ms or "", 1, 2, "(1, 2)", "ann"]
        writer.writerow(row)
    return text.getvalue().encode()


def archive(offers: Sequence[Offer], folder: str, *, compressed: bool, pictures: Photographs = photograph) -> bytes:
    """Pack pictures by their ids."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as packed:
        packed.mkdir(folder)
        for each in offers:
            packed.writestr(f"{folder}/{each.id}.jpg", pictures(each))
    return buffer.getvalue()


def osv5m_server(offers: Sequence[Offer], train: Sequence[Offer] = (), pictures: Photographs = photograph) -> Loopback:
    """Offer some pictures in the test table, in two archives, and others in the training table."""
    files = {
        "/test.csv": table(offers),
        "/train.csv": table(train),
        "/images/test/00.zip": archive(offers[::2], "00", compressed=False, pictures=pictures),
        "/images/test/01.zip": archive(offers[1::2], "01", compressed=True, pictures=pictures),
        "/images/train/00.zip": archive(train, "00", compressed=False, pictures=pictures),
    }

    def respond(question: Question) -> Reply:
        where, _, name = question.path.partition("/main")
        if where == "/cdn":
            return Reply(files[name], ranges=True) if name in files else Reply(status=404)
        return Reply(status=302, headers={"Location": f"/cdn/main{name}?signature=s3cret"})

    return Loopback(respond)
