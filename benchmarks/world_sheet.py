"""Draw known places, four headings each, on one sheet to look at: ``python benchmarks/world_sheet.py OUT.png``."""

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from geogame.world.place import Place
from geogame.world.render import render_place, warm_up

PLACES = {
    "Cascades, June": (47.53, -121.83, 165, 14),
    "Oregon coast, July": (44.62, -124.04, 200, 15),
    "Mojave, April": (35.15, -115.6, 95, 9.5),
    "Monument Valley, September": (36.98, -110.12, 270, 15.5),
    "Denver's edge, June": (39.85, -105.05, 172, 10),
    "Kansas wheat, June": (38.4, -98.8, 168, 15),
    "Iowa, July": (42.05, -93.9, 200, 16),
    "Iowa, January": (42.05, -93.9, 15, 11),
    "Texas panhandle, August": (35.3, -101.9, 230, 16.5),
    "Louisiana bayou, May": (29.75, -90.75, 140, 10),
    "Miami, February": (25.72, -80.33, 40, 13),
    "Georgia, April": (33.1, -83.6, 120, 15),
    "West Virginia, October": (38.35, -80.1, 288, 14),
    "Vermont, October": (44.1, -72.7, 283, 10.5),
    "Manhattan, June": (40.75, -73.98, 160, 12),
    "Lake Michigan, July": (42.72, -87.79, 190, 9),
}


def main() -> None:
    """Render the sheet and print what each place cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="320x160")
    parser.add_argument("--supersample", type=int, default=1)
    parser.add_argument("--detail", choices=("full", "training"), default="full")
    parser.add_argument("--places", type=int, nargs="*", help="indices of the places to draw")
    args = parser.parse_args()
    width, height = (int(n) for n in args.size.split("x"))
    warm_up()
    rows = []
    chosen = list(PLACES.items())
    for k in args.places or range(len(chosen)):
        name, (lat, lon, day, hour) = chosen[k]
        start = time.perf_counter()
        views = render_place(
            Place(lat, lon, day, hour, 100 + k), (0, 90, 180, 270), width, height,
            supersample=args.supersample, detail=args.detail,
        )  # fmt: skip
        print(f"{name:28s} {time.perf_counter() - start:.2f} s")
        row = Image.fromarray(np.concatenate(list(views), 1))
        ImageDraw.Draw(row).text((6, 4), name, fill=(255, 255, 255), stroke_width=2, stroke_fill=(0, 0, 0))
        rows.append(np.asarray(row))
    Image.fromarray(np.concatenate(rows, 0)).save(args.out)


if __name__ == "__main__":
    main()
