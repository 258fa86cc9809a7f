"""Every word of the About page that is the project's own."""

from __future__ import annotations

from typing import Final

TITLE: Final = "What you see, and what stays here"
SECTIONS: Final = (
    (
        "The pictures",
        (
            "No photograph is used. Every view is drawn by the project's own renderer from open geographic facts: "
            "relief, climate, vegetation, soil, crops, settlements, and the sun for the date and hour. So what you "
            "know about the country helps, and what you see is never a real address. Houses, signs and "
            "roads are made up to fit their region."
        ),
    ),
    (
        "What they are not",
        (
            "No view is a photograph, none is copied from one, and none shows a real building or a surveyed road: "
            "where a road runs, bends and meets another is chance within what is known of the place. Route markers "
            "have their state's shape and no number. A speed limit is shown only in states for which a public table "
            "gives it. No sign names a place, and no brand or logo is drawn. Mountains, coasts, climate, towns and "
            "the sun stand where they do."
        ),
    ),
    (
        "The model",
        (
            "A neural network looks at the same views, one heading after the other, and spreads its belief over the "
            "cells of the map. The places in the game were kept out of its training. It guesses before you confirm, "
            "and it never learns where you clicked."
        ),
    ),
    (
        "Points",
        (
            "5,000 points on the spot, fewer with distance: 5000 × exp(−10 d / D), where d is your distance to the "
            "place and D the diagonal of the map. Distances follow the great circle on a sphere of 6,371.0088 km."
        ),
    ),
    (
        "Privacy",
        (
            "The game runs on this machine and asks no other: map, fonts and pictures are local. Your games are kept "
            "in a database here, under a random id in this browser's storage: names, guesses and times, for the "
            "leaderboard and for going on after a reload. The id is in no address; it bounds cheating and does not "
            "prevent it. The Leaderboard page shows you all that is kept of you, and deletes it. Photographs that you "
            "show on the Photo page are opened by a process that can write nothing, lose all that the camera wrote "
            "beside the picture, and stay in memory while that page is open. Models name areas, never addresses: they "
            "are no tool to find people or private homes."
        ),
    ),
    (
        "Licences",
        "The code is under the MIT licence. Every data layer and font keeps its own, listed below.",
    ),
)
TYPED_TITLE: Final = "What was typed by hand, and who says so"
TYPED_LEAD: Final = (
    "What no open data set at hand tells is typed by hand. Every such table of the rendered world stands here. "
    "Where the source is “author”, it is general knowledge, never measured."
)
TYPED_COLUMNS: Final = ("Table", "What it says", "Source")
NOTICE_TITLE: Final = "Data, fonts and their licences"
