import csv
import json
from datetime import date
from pathlib import Path

import fake_folders
import pytest

from geogame.catalog import check_images, open_catalog
from geogame.errors import SourceError, UsageError
from geogame.partitions import load_partition
from geogame.sources.intake import ImportOptions, import_folder

TODAY = date(2026, 1, 31)
USA = ImportOptions("made", "usa")
INDIA = ImportOptions("made", "india", "tenths")
STOCKHOLM = ImportOptions("made", "stockholm", "tenths")


def taken(folder, out, options=USA, **more):
    return import_folder(folder, out, options, today=TODAY, workers=2, **more)


def rejected(out):
    with (out / "rejected.csv").open(encoding="utf-8") as file:
        return {row["file"]: row["reason"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("layout", ["usa-nested", "usa-combined", "usa-flat", "usa-report"])
def test_the_usa_layouts_give_the_same_places_in_the_cells_they_name(tmp_path, layout):
    report = taken(fake_folders.usa(tmp_path / "in", layout), tmp_path / "out")
    assert (report.layout, report.locations, report.views, report.rejected) == (layout, 2, 6, {})
    assert (report.cells_agreeing, report.cells_named) == (2, 2)
    catalog = open_catalog(tmp_path / "out")
    assert check_images(catalog) == []
    places = sorted(zip(*(catalog.locations[name] for name in ("cell", "lat", "lon", "captured_on")), strict=True))
    assert places == sorted(fake_folders.USA_PLACES)
    for name in catalog.ids:
        assert [view.heading_deg for view in catalog.views_of(name)] == [0.0, 90.0, 180.0]
    assert set(catalog.views["heading_kind"]) == {"true"}
    assert (catalog.info.fov_deg, catalog.info.pitch_deg) == (100.0, 10.0)
    assert set(catalog.locations["date_precision"]) == {"month"}


def test_the_india_layout_is_read_with_its_meta_files(tmp_path):
    folder = fake_folders.india(tmp_path / "in")
    report = taken(folder, tmp_path / "out", INDIA)
    assert (report.layout, report.locations, report.views) == ("india", 2, 8)
    catalog = open_catalog(tmp_path / "out")
    assert set(zip(catalog.locations["lat"], catalog.locations["lon"], strict=True)) == {(26.9, 75.8), (13.0, 77.6)}
    assert set(catalog.locations["attribution"]) == {"© someone"}
    (folder / "meta/7/xKz-_9/meta.json").write_text("{")
    assert taken(folder, tmp_path / "out", INDIA).rejected == {"its meta.json is missing or damaged": 4}


def test_the_stockholm_layout_has_several_dates_a_place_and_relative_headings(tmp_path):
    report = taken(fake_folders.stockholm(tmp_path / "Bilder från Södermalm"), tmp_path / "out", STOCKHOLM)
    assert (report.layout, report.locations, report.views) == ("stockholm", 3, 12)
    catalog = open_catalog(tmp_path / "out")
    dated = catalog.locations.groupby("place_id")["captured_on"].agg(sorted).tolist()
    assert sorted(dated) == [["2009-06"], ["2017-05", "2022-09"]]
    assert set(catalog.views["heading_kind"]) == {"relative"}
    by_slot = catalog.views[catalog.views["location_id"] == catalog.ids[0]]
    assert by_slot["heading_deg"].tolist() == [0.0, 90.0, 180.0, 270.0]


def test_the_stockholm_layout_without_its_table_says_what_is_missing(tmp_path):
    folder = fake_folders.stockholm(tmp_path / "in")
    table = (folder / "new_order_buffer_100.csv").rename(tmp_path / "elsewhere.csv")
    with pytest.raises(SourceError, match="new_order_idx"):
        taken(folder, tmp_path / "out", STOCKHOLM)
    assert taken(folder, tmp_path / "out", STOCKHOLM, table=table).views == 12


def test_a_folder_a_city_lies_at_the_cities_centres(tmp_path):
    for seed, name in enumerate(
        ["train/new_york/a b.jpg", "train/TOKYO/b.jpg", "test/Bogotá/ü.jpg", "val/Atlantis/d.jpg"]
    ):
        fake_folders.save(tmp_path / "in" / name, seed)
    report = taken(tmp_path / "in", tmp_path / "out", ImportOptions("made", "cities", "places"))
    assert (report.layout, report.views) == ("cities", 3)
    assert report.rejected == {"its folder names no place of region 'cities'": 1}
    frame = open_catalog(tmp_path / "out").locations
    partition = load_partition("places", "cities")
    anchors = [tuple(partition.anchors[cell].round(6)) for cell in frame["cell"]]
    assert anchors == list(zip(frame["lat"].round(6), frame["lon"].round(6), strict=True))
    assert sorted(frame["split"]) == ["test", "train", "train"]


def write_table(folder: Path, rows: list[list[object]], header: str, encoding: str = "utf-8", name: str = "list.csv"):
    folder.mkdir(exist_ok=True)
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    (folder / name).write_bytes("\r\n".join(lines).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_of_any_encoding_lists_pictures_with_what_is_known_of_them(tmp_path, encoding):
    folder = tmp_path / "in"
    fake_folders.save(folder / "sub/one.jpg", 1)
    fake_folders.save(folder / "två.jpg", 2)
    header = "Image,Latitude,LNG,captured_at,compass_angle,creator_username,license,sequence"
    rows = [["sub/one.jpg", 40.1, -100.2, 1720483200000, 371.5, "åsa", "CC BY-SA 4.0", "s1"]]
    write_table(folder, [*rows, ["två", 41.0, -101.0, "", "", "", "", ""]], header, encoding)
    report = taken(folder, tmp_path / "out")
    assert (report.layout, report.locations, report.rejected) == ("table", 2, {})
    catalog = open_catalog(tmp_path / "out")
    first = catalog.locations.set_index("lat").loc[40.1]
    assert (first["captured_on"], first["creator"], first["licence"]) == ("2024-07-09", "åsa", "CC BY-SA 4.0")
    assert catalog.locations.set_index("lat").loc[41.0]["licence"] == "unknown"
    assert sorted(zip(catalog.views["heading_deg"], catalog.views["heading_kind"], strict=True)) == [
        (0.0, "none"),
        (11.5, "true"),
    ]


def test_a_parquet_table_does_too_and_views_of_a_place_stand_in_heading_order(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [fake_folders.save(tmp_path / "in" / f"{number}.png", number).name for number in range(3)]
    columns = {"path": names, "lat": [40.0] * 3, "lon": [-100.0] * 3, "heading": [270, 90, 180], "place_id": ["p"] * 3}
    pq.write_table(pa.table(columns), tmp_path / "in/list.parquet")
    assert taken(tmp_path / "in", tmp_path / "out").locations == 1
    catalog = open_catalog(tmp_path / "out")
    assert [(view.index, view.heading_deg) for view in catalog.views_of(catalog.ids[0])] == [
        (0, 90.0),
        (1, 180.0),
        (2, 270.0),
    ]


def test_headings_around_the_regions_take_its_nearest_slots(tmp_path):
    rows = []
    for place in range(6):
        for view in range(4):
            name = fake_folders.save(tmp_path / "in" / f"{place}-{view}.jpg", 4 * place + view).name
            rows.append([name, 40 + place / 10, -100, (90 * view + 5 * place - 12) % 360, place])
    write_table(tmp_path / "in", rows, "path,lat,lon,heading,place_id")
    taken(tmp_path / "in", tmp_path / "out")
    catalog = open_catalog(tmp_path / "out")
    assert catalog.info.headings_deg == (0.0, 90.0, 180.0, 270.0)
    views = catalog.views_of(catalog.location(catalog.ids[0]).id)
    assert [view.index for view in views] == [0, 1, 2, 3]
    assert all(abs((view.heading_deg - 90 * view.index + 180) % 360 - 180) <= 13 for view in views)


def test_rows_and_files_that_cannot_be_taken_are_listed_with_their_reasons(tmp_path):
    folder = tmp_path / "in"
    names = [
        "good.jpg",
        "far.jpg",
        "swapped.jpg",
        "range.jpg",
        "null.jpg",
        "old.jpg",
        "future.jpg",
        "nan.jpg",
        "day.jpg",
    ]
    for seed, name in enumerate(names):
        fake_folders.save(folder / name, seed)
    (folder / "page.jpg").write_text("<html>log in</html>")
    (folder / "empty.jpg").write_bytes(b"")
    rows = [
        ["good.jpg", 40, -100, "2020-01-01"],
        ["good.jpg", 40, -100, "2020-01-01"],
        ["gone.jpg", 40, -100, ""],
        ["far.jpg", 0.5, 100, ""],
        ["swapped.jpg", -80, 40, ""],
        ["range.jpg", -100, 40, ""],
        ["null.jpg", 0, 0, ""],
        ["old.jpg", 40, -100, "1999-12"],
        ["future.jpg", 40, -100, "2026-02-01"],
        ["nan.jpg", "", "", ""],
        ["day.jpg", 40, -100, "2020-02-30"],
        ["page.jpg", 41, -100, ""],
        ["empty.jpg", 42, -100, ""],
    ]
    write_table(folder, rows, "path,lat,lon,date")
    report = taken(folder, tmp_path / "out")
    assert (report.locations, sum(report.rejected.values())) == (1, 12)
    assert rejected(tmp_path / "out") == {
        "good.jpg": "listed twice",
        "gone.jpg": "listed, but not in the folder",
        "far.jpg": "outside the region",
        "swapped.jpg": "outside the region: latitude and longitude swapped?",
        "range.jpg": "coordinates out of range: latitude and longitude swapped?",
        "null.jpg": "coordinates are 0, 0",
        "old.jpg": "dated before 2000",
        "future.jpg": "dated in the future",
        "nan.jpg": "no coordinates",
        "day.jpg": "its date cannot be read",
        "page.jpg": "a web page, not a picture",
        "empty.jpg": "empty file",
    }


@pytest.mark.parametrize(
    ("header", "message"), [("path,latitude", "column for lon"), ("place,lat,lon", "column for path"), ("a,b", "lat")]
)
def test_a_table_without_a_needed_column_names_it_and_those_there_are(tmp_path, header, message):
    fake_folders.save(tmp_path / "in/one.jpg", 1)
    write_table(tmp_path / "in", [["one.jpg", 1, 2][: header.count(",") + 1]], header)
    with pytest.raises(SourceError, match=message):
        taken(
            tmp_path / "in",
            tmp_path / "out",
            ImportOptions("made", "usa", layout="table"),
            table=tmp_path / "in/list.csv",
        )


def test_photographs_are_read_from_their_exif_data(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jpg").write_bytes(fake_folders.photo(40.123456, -100.654321))
    (tmp_path / "in/b.JPEG").write_bytes(fake_folders.encoded(2))
    report = taken(tmp_path / "in", tmp_path / "out")
    assert (report.layout, report.rejected) == ("photos", {"no GPS position in its EXIF data": 1})
    catalog = open_catalog(tmp_path / "out")
    location, view = catalog.location(catalog.ids[0]), catalog.views_of(catalog.ids[0])[0]
    assert (location.lat, location.lon) == pytest.approx((40.123456, -100.654321), abs=1e-7)
    assert (location.captured_on, location.day_of_year, location.source) == ("2019-07-14", 195, "photos")
    assert (view.heading_deg, view.fov_deg) == (271.5, pytest.approx(90.0))
    assert b"Ada" not in catalog.read_bytes(view)


def test_the_same_picture_at_two_places_is_stored_once(tmp_path):
    for name in ("one.jpg", "two.jpg"):
        fake_folders.save(tmp_path / "in" / name, 1)
    write_table(tmp_path / "in", [["one.jpg", 40, -100], ["two.jpg", 41, -100]], "path,lat,lon")
    report = taken(tmp_path / "in", tmp_path / "out")
    assert (report.views, report.images) == (2, 1)
    assert len(list((tmp_path / "out/images").glob("*/*"))) == 1


def test_the_same_import_again_gives_the_same_bytes_and_follows_the_folder(tmp_path):
    folder = fake_folders.usa(tmp_path / "in", "usa-flat")
    taken(folder, tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    taken(folder, tmp_path / "out")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    build_id = open_catalog(tmp_path / "out").info.build_id
    next(iter(sorted(folder.iterdir()))).unlink()
    assert taken(folder, tmp_path / "out").views == 5
    assert open_catalog(tmp_path / "out").info.build_id != build_id
    assert len(list((tmp_path / "out/images").glob("*/*"))) == 5


def test_an_import_killed_on_its_way_is_taken_up_by_the_same_one(tmp_path):
    folder = fake_folders.usa(tmp_path / "in", "usa-flat")
    taken(folder, tmp_path / "whole")

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken(folder, tmp_path / "out", progress=stop)
    assert not (tmp_path / "out/catalog.json").exists()
    taken(folder, tmp_path / "out")
    whole, resumed = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "whole", tmp_path / "out")
    )
    assert resumed == whole


def test_a_folder_of_something_else_is_not_written_to(tmp_path):
    folder = fake_folders.usa(tmp_path / "in", "usa-flat")
    with pytest.raises(UsageError, match="only read"):
        taken(folder, folder / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        taken(folder, tmp_path / "out")


def test_a_folder_without_a_layout_is_told_all_of_them(tmp_path):
    fake_folders.save(tmp_path / "in/holiday.jpg", 1)
    with pytest.raises(SourceError, match=r"no layout fits.*holiday\.jpg.*usa-flat.*photos"):
        taken(tmp_path / "in", tmp_path / "out")
    with pytest.raises(SourceError, match="1 its name does not fit the layout"):
        taken(tmp_path / "in", tmp_path / "out", ImportOptions("made", "usa", layout="usa-flat"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="holds no picture"):
        taken(tmp_path / "empty", tmp_path / "out")


def of_index(shared_data: Path, source: str) -> list[dict[str, str]]:
    with (shared_data / "photos/index.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["source"] == source]


@pytest.mark.shared
def test_the_usa_seeds_own_files_lie_in_the_cells_they_name(shared_data, tmp_path):
    report = taken(shared_data / "photos/usa_gsv", tmp_path / "out")
    assert (report.layout, report.views, report.locations, report.rejected) == ("usa-flat", 30, 10, {})
    assert (report.cells_agreeing, report.cells_named) == (10, 10)
    catalog = open_catalog(tmp_path / "out")
    indexed = {(float(row["lat"]), float(row["lon"]), row["date"]) for row in of_index(shared_data, "usa_gsv")}
    columns = (catalog.locations[name] for name in ("lat", "lon", "captured_on"))
    assert set(zip(*columns, strict=True)) == indexed


@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "views", "places"), [("croatia", 188, 47), ("mapillary_global_streetscapes", 25, 25)]
)
def test_the_indexed_photographs_come_with_what_the_index_says(
    shared_data, tmp_path, monkeypatch, source, views, places
):
    from geogame.regions import load_region
    from geogame.regions.added import add_region
    from geogame.regions.outlines import outline_of

    monkeypatch.setenv("GEOGAME_REGIONS", str(tmp_path / "regions"))
    rows = of_index(shared_data, source)
    box = [[5, 0], [110, 0], [110, 50], [5, 50], [5, 0]]
    outline = outline_of({"type": "Polygon", "coordinates": [box]}, "a box")
    add_region(f"box-{source[:3]}", outline, "Box", "made")
    table = tmp_path / "index.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    options = ImportOptions("made", f"box-{source[:3]}")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / source).symlink_to(shared_data / "photos" / source)
    report = taken(tmp_path / "in", tmp_path / "out", options, table=table)
    load_region.cache_clear()
    assert (report.layout, report.views, report.locations, report.rejected) == ("table", views, places, {})
    catalog = open_catalog(tmp_path / "out")
    where = catalog.locations.set_index("id")[["lat", "lon"]].loc[catalog.views["location_id"]]
    found = sorted(zip(where["lat"], where["lon"], catalog.views["heading_deg"].round(6), strict=True))
    assert found == sorted(
        (float(row["lat"]), float(row["lon"]), round(float(row["heading"]) % 360, 6)) for row in rows
    )
    assert set(catalog.locations["captured_on"]) == {row["date"] for row in rows}


@pytest.mark.shared
@pytest.mark.slow
def test_all_of_the_stockholm_seeds_views_come_with_places_and_dates(shared_data, tmp_path):
    rows = of_index(shared_data, "stockholm")
    points = {row["location_id"].partition(":")[2]: (row["lat"], row["lon"]) for row in rows}
    (tmp_path / "in").mkdir()
    (tmp_path / "in/images").symlink_to(shared_data / "photos/stockholm")
    table = [[place, *point] for place, point in points.items()]
    write_table(tmp_path / "in", table, "new_order_idx,Latitude,Longitude", name="new_order_buffer_100.csv")
    report = taken(tmp_path / "in", tmp_path / "out", STOCKHOLM)
    assert (report.layout, report.views, report.rejected) == ("stockholm", 8012, {})
    frame = open_catalog(tmp_path / "out").locations
    assert frame["place_id"].nunique() == 323
    found = set(zip(frame["lat"], frame["lon"], frame["captured_on"], strict=True))
    assert found == {(float(row["lat"]), float(row["lon"]), row["date"]) for row in rows}


def test_what_an_import_was_asked_for_stands_in_the_catalog(tmp_path):
    taken(fake_folders.usa(tmp_path / "in", "usa-flat"), tmp_path / "out", ImportOptions("mine", "usa", licence="CC0"))
    about = json.loads((tmp_path / "out/catalog.json").read_text())
    assert (about["name"], about["source"], about["licence"], about["world_fingerprint"]) == (
        "mine",
        "folder",
        "CC0",
        "",
    )
    assert about["options"]["layout"] == "auto"
