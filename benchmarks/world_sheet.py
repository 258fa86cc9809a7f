"""Draw 48 known places, four headings each, on sheets to look at: ``python -m benchmarks.world_sheet OUT_DIR``."""

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from geogame.world.place import Place
from geogame.world.render import render_place, warm_up

HEADINGS_DEG = (0, 90, 180, 270)
# Name: latitude, longitude, day of the year, solar hour.
TOWNS = {
    "Manhattan, June": (40.755, -73.98, 160, 12),
    "Brooklyn, October": (40.68, -73.97, 290, 15),
    "Boston, May": (42.34, -71.09, 130, 10),
    "Philadelphia rows, March": (39.97, -75.15, 80, 14),
    "Miami Beach, February": (25.79, -80.14, 40, 11),
    "New Orleans, April": (29.96, -90.07, 100, 15),
    "Chicago, July": (41.9, -87.65, 190, 16),
    "Houston suburb, August": (29.62, -95.63, 225, 13),
    "Phoenix suburb, January": (33.45, -111.9, 15, 14),
    "Los Angeles, July": (34.05, -118.3, 200, 9.5),
    "San Francisco, September": (37.77, -122.43, 250, 13),
    "Seattle suburb, November": (47.61, -122.03, 315, 12),
    "Santa Fe, May": (35.68, -105.94, 140, 16),
    "Montpelier, October": (44.26, -72.575, 283, 14),
    "Iowa county seat, June": (41.7, -93.05, 165, 11),
    "Montana town, April": (47.05, -109.43, 105, 15.5),
}
RURAL = {
    "Iowa maize, July": (42.05, -93.9, 200, 16),
    "Kansas wheat, June": (38.4, -98.8, 168, 15),
    "Texas panhandle, August": (35.3, -101.9, 230, 16.3),
    "Texas hill country, April": (30.3, -98.6, 98, 10),
    "Louisiana bayou, May": (29.75, -90.75, 140, 10),
    "Arkansas rice, July": (34.6, -91.4, 190, 13),
    "Mississippi cotton, October": (33.6, -90.7, 285, 15),
    "Georgia pines, April": (31.9, -83.3, 110, 15),
    "Florida groves, January": (27.6, -81.6, 20, 12),
    "Kentucky horses, May": (38.1, -84.6, 135, 11),
    "Wisconsin dairy, September": (43.4, -90.0, 255, 9),
    "Vermont, October": (44.1, -72.7, 283, 10.5),
    "Maine, January": (45.2, -69.3, 20, 12),
    "Napa vines, July": (38.4, -122.35, 200, 16),
    "Oregon forest, November": (44.4, -123.7, 320, 12),
    "Redwoods, June": (41.3, -124.0, 165, 12),
}
RELIEF = {
    "Denver looking around, June": (39.78, -105.05, 172, 10),
    "Salt Lake City, March": (40.68, -111.95, 75, 15),
    "Grand Teton, September": (43.75, -110.6, 258, 9),
    "Owens Valley, May": (36.6, -118.06, 130, 9.5),
    "Monument Valley, September": (36.98, -110.12, 270, 15.5),
    "Badlands, July": (43.8, -102.2, 195, 16.4),
    "White Sands, April": (32.8, -106.3, 100, 10),
    "Bonneville, August": (40.76, -113.9, 220, 15),
    "Craters of the Moon, June": (43.4, -113.5, 160, 11),
    "Smokies, October": (35.6, -83.4, 290, 9),
    "West Virginia, July": (38.35, -80.1, 200, 14),
    "Big Sur, April": (36.3, -121.87, 110, 15.5),
    "Oregon coast, July": (44.62, -124.06, 200, 15),
    "Sonora desert, March": (32.3, -111.2, 80, 16),
    "Palouse, June": (46.9, -117.2, 160, 16.4),
    "Glacier country, August": (48.5, -113.3, 225, 10),
}
SHEETS = {"towns": TOWNS, "rural": RURAL, "relief": RELIEF}
ROWS_A_SHEET = 4


def main() -> None:
    """Render the sheets and print what each place cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder")
    parser.add_argument("--sheet", choices=SHEETS, nargs="*", default=list(SHEETS))
    parser.add_argument("--size", default="640x320")
    parser.add_argument("--supersample", type=int, default=1)
    parser.add_argument("--detail", choices=("full", "training"), default="full")
    parser.add_argument("--seed", type=int, default=100, help="scene seed of the first place")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    width, height = (int(n) for n in args.size.split("x"))
    warm_up()
    for sheet in args.sheet:
        rows: list[np.ndarray] = []
        for k, (name, (lat, lon, day, hour)) in enumerate(SHEETS[sheet].items()):
            start = time.perf_counter()
            place = Place(lat, lon, day, hour, args.seed + k)
            views = render_place(
                place, HEADINGS_DEG, width, height, supersample=args.supersample, detail=args.detail
            )  # fmt: skip
            print(f"{name:32s} {time.perf_counter() - start:.2f} s", flush=True)
            row = Image.fromarray(np.concatenate(list(views), 1))
            ImageDraw.Draw(row).text((6, 4), name, fill=(255, 255, 255), stroke_width=2, stroke_fill=(0, 0, 0))
            rows.append(np.asarray(row))
            if len(rows) == ROWS_A_SHEET or k + 1 == len(SHEETS[sheet]):
                path = args.out / f"{sheet}-{1 + k // ROWS_A_SHEET}.png"
                Image.fromarray(np.concatenate(rows, 0)).save(path)
                rows = []


if __name__ == "__main__":
    main()
