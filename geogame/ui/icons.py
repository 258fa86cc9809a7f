"""Line icons and the three marks as small SVGs, written for this project.

Streamlit's HTML element drops inline SVG, so icons reach the page as CSS masks (they take the text's colour) and
marks as CSS background pictures (they carry their own colours).
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from geogame.ui.theme import Palette

_STROKES = {
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
    "check": "M4 12.5l5 5L20 6.5",
    "compass": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.5 8.5l-2 5-5 2 2-5z",
    "help": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.4 9.2a2.7 2.7 0 1 1 3.9 2.7c-.9.5-1.3 1-1.3 2M12 17.1v.1",
    "leaf": "M5 19c0-9 5-14 15-14 0 10-5 15-14 14M5 19l8-8",
    "place": "M12 21s-7-6.3-7-11.5a7 7 0 0 1 14 0C19 14.7 12 21 12 21zM12 12a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z",
    "sun": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19"
    "M5 19l1.7-1.7M17.3 6.7L19 5",
}
"""Path data on a 24 × 24 grid, drawn with a round 1.8 px stroke."""


def icon(name: str) -> str:
    """Return an icon as HTML: an empty, hidden-from-readers span that the stylesheet fills."""
    if name not in _STROKES:
        raise KeyError(f"no icon {name!r}; there are {', '.join(sorted(_STROKES))}")
    return f'<span class="gg-icon gg-icon-{name}" aria-hidden="true"></span>'


def icon_css() -> str:
    """Return the rules behind every icon."""
    head = (
        ".gg-icon{display:inline-block;width:1.15em;height:1.15em;vertical-align:-.2em;background:currentColor;"
        "-webkit-mask:var(--gg-mask) center/contain no-repeat;mask:var(--gg-mask) center/contain no-repeat}"
    )
    rules = (f".gg-icon-{name}{{--gg-mask:{_url(_line_svg(path))}}}" for name, path in _STROKES.items())
    return head + "".join(rules)


def mark_css(colours: Palette) -> str:
    """Return the rules that draw the marks ``you`` (round), ``model`` (square) and ``truth`` (flag)."""
    stroke = f'stroke="{colours.outline}" stroke-width="2" stroke-linejoin="round"'
    shapes = {
        "you": f'<circle cx="12" cy="12" r="8" fill="{colours.you}" {stroke}/>',
        "model": f'<rect x="4.5" y="4.5" width="15" height="15" rx="1.5" fill="{colours.model}" {stroke}/>',
        "truth": f'<path d="M6 22V3l13 5-13 5" fill="{colours.truth}" {stroke} stroke-linecap="round"/>',
    }
    head = (
        ".gg-mark{display:inline-block;width:1.1em;height:1.1em;vertical-align:-.18em;"
        "background:center/contain no-repeat;flex:none;text-align:center}"
        f".gg-mark i{{display:block;font-style:normal;font-weight:650;font-size:.68em;line-height:1.62em;"
        f"color:{colours.card}}}"
    )
    rules = (f".gg-mark-{name}{{background-image:{_url(_svg(body))}}}" for name, body in shapes.items())
    return head + "".join(rules)


def mark(name: str, letter: str = "") -> str:
    """Return a mark as HTML: ``you``, ``model`` or ``truth``; a letter on it tells several opponents apart."""
    inside = f"<i>{escape(letter)}</i>" if letter else ""
    return f'<span class="gg-mark gg-mark-{name}" aria-hidden="true">{inside}</span>'


def _svg(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{body}</svg>'


def _line_svg(path: str) -> str:
    style = 'fill="none" stroke="#000" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
    return _svg(f'<path d="{path}" {style}/>')


def _url(svg: str) -> str:
    return f'url("data:image/svg+xml,{quote(svg, safe=" =:/")}")'.replace("%22", "'")
