"""The shapes of street furniture: small meshes, x towards the road. Measures are the author's."""

from functools import cache

from geogame.world import arrays as A
from geogame.world.mesh import Maker, Mesh

BODY, TRIM, LENS, DARK = range(4)


@cache
def hydrant() -> Mesh:
    """Return a fire hydrant."""
    m = Maker()
    m.ring((0, 0, -0.1), (0.13, 0.13), 0.62, BODY, 6)
    m.ring((0, 0, 0.52), (0.17, 0.05), 0.2, TRIM, 6)
    m.box((-0.09, -0.26, 0.33), (0.09, 0.26, 0.47), TRIM)
    m.box((0.0, -0.08, 0.28), (0.22, 0.08, 0.44), TRIM)
    return m.done()


@cache
def mailbox(style: int) -> Mesh:
    """Return a mailbox on its post (0), or a blue collection box on legs (1)."""
    m = Maker()
    if style == 0:
        m.box((-0.06, -0.06, -0.2), (0.06, 0.06, 1.0), DARK)
        m.box((-0.28, -0.11, 1.0), (0.28, 0.11, 1.2), BODY)
        m.face((-0.28, -0.09, 1.2), (0.56, 0, 0), (0, 0.18, 0), BODY)
        m.box((-0.22, -0.15, 1.12), (-0.04, -0.13, 1.34), TRIM)
        m.face((0.285, -0.1, 1.0), (0, 0.2, 0), (0, 0, 0.26), BODY, A.MAT_PLAIN, A.SHAPE_RECTANGLE)
        return m.done()
    m.box((-0.3, -0.26, 0.12), (0.3, 0.26, 1.0), BODY)
    m.face((0.3, -0.26, 1.0), (-0.2, 0, 0.22), (0, 0.52, 0), BODY)
    m.face((-0.3, -0.26, 1.0), (0.2, 0, 0.22), (0, 0.52, 0), BODY)
    for y in (-0.26, 0.26):
        m.face((-0.1, y, 1.0), (0.2, 0, 0), (0, 0, 0.22), BODY)
        m.triangle((-0.3, y, 1.0), (-0.1, y, 1.0), (-0.1, y, 1.22), BODY)
        m.triangle((0.1, y, 1.0), (0.3, y, 1.0), (0.1, y, 1.22), BODY)
    m.box((-0.26, -0.22, -0.1), (0.26, 0.22, 0.12), DARK)
    return m.done()


@cache
def globe() -> Mesh:
    """Return the head of an ornamental lamp, its origin at the post's top."""
    m = Maker()
    m.ring((0, 0, -0.1), (0.1, 0.2), 0.15, BODY, 6)
    m.ring((0, 0, 0.05), (0.2, 0.24), 0.3, LENS, 6)
    m.ring((0, 0, 0.35), (0.26, 0.03), 0.2, BODY, 6)
    return m.done()


@cache
def cobra() -> Mesh:
    """Return the head of a cobra lamp at its arm's end."""
    m = Maker()
    m.box((-0.1, -0.14, -0.06), (0.62, 0.14, 0.1), BODY)
    m.face((0.0, -0.12, -0.075), (0.55, 0, 0), (0, 0.24, 0), LENS, thin=True)
    return m.done()


@cache
def signal(lit: int, *, sideways: bool) -> Mesh:
    """Return a traffic signal facing x, its middle at the origin; `lit` is 0 red, 1 yellow, 2 green."""
    m = Maker()
    low, high = ((-0.11, -0.58, -0.2), (0.11, 0.58, 0.2)) if sideways else ((-0.11, -0.2, -0.58), (0.11, 0.2, 0.58))
    m.box(low, high, BODY)
    m.face((-0.11, low[1], low[2]), (0.22, 0, 0), (0, high[1] - low[1], 0), BODY)
    m.face(
        (0.105, low[1] - 0.12, low[2] - 0.12), (0, high[1] - low[1] + 0.24, 0), (0, 0, high[2] - low[2] + 0.24), DARK
    )
    for k in range(3):
        at = 0.38 * (1 - k)
        y, z = (at, 0.0) if sideways else (0.0, at)
        material = A.MAT_LAMP if k == lit else A.MAT_PLAIN
        m.face((0.13, y - 0.15, z - 0.15), (0, 0.3, 0), (0, 0, 0.3), LENS + 2 + k, material, A.SHAPE_DISC)
    return m.done()


@cache
def bench() -> Mesh:
    """Return a slatted bench, looking along x."""
    m = Maker()
    m.face((-0.2, -0.9, 0.45), (0.42, 0, 0), (0, 1.8, 0), BODY, thin=True)
    m.face((-0.24, -0.9, 0.55), (0, 1.8, 0), (-0.08, 0, 0.38), BODY, thin=True)
    for y in (-0.75, 0.7):
        m.box((-0.22, y, -0.05), (0.18, y + 0.06, 0.44), DARK)
    return m.done()


@cache
def bin_can() -> Mesh:
    """Return a litter bin."""
    m = Maker()
    m.ring((0, 0, -0.05), (0.28, 0.32), 0.9, BODY, 7)
    m.ring((0, 0, 0.85), (0.34, 0.1), 0.16, TRIM, 7)
    return m.done()


@cache
def news_box() -> Mesh:
    """Return a newspaper box."""
    m = Maker()
    m.box((-0.2, -0.22, 0.35), (0.2, 0.22, 1.15), BODY)
    m.face((0.205, -0.16, 0.72), (0, 0.32, 0), (0, 0, 0.34), DARK, A.MAT_CAR_GLASS)
    m.box((-0.12, -0.12, -0.05), (0.12, 0.12, 0.35), DARK)
    return m.done()


@cache
def meter() -> Mesh:
    """Return a parking meter."""
    m = Maker()
    m.box((-0.03, -0.03, -0.05), (0.03, 0.03, 1.15), DARK)
    m.box((-0.07, -0.1, 1.12), (0.07, 0.1, 1.42), BODY)
    return m.done()


@cache
def planter() -> Mesh:
    """Return a round planter with low shrubs."""
    m = Maker()
    m.ring((0, 0, -0.05), (0.42, 0.55), 0.55, BODY, 8)
    m.ring((0, 0, 0.48), (0.52, 0.36), 0.28, TRIM, 8)
    m.ring((0, 0, 0.76), (0.36, 0.0), 0.16, TRIM, 8)
    return m.done()


@cache
def shelter() -> Mesh:
    """Return a bus shelter, open towards x."""
    m = Maker()
    m.face((-0.8, -1.9, 0.15), (0, 3.8, 0), (0, 0, 2.1), LENS, A.MAT_CAR_GLASS, thin=True)
    for y in (-1.9, 1.9):
        m.face((-0.8, y, 0.15), (1.0, 0, 0), (0, 0, 2.1), LENS, A.MAT_CAR_GLASS, thin=True)
        for x in (-0.8, 0.3):
            m.box((x - 0.05, y - 0.05, -0.05), (x + 0.05, y + 0.05, 2.35), BODY)
    m.box((-0.95, -2.05, 2.35), (0.75, 2.05, 2.5), BODY)
    m.face((-0.95, -2.05, 2.35), (1.7, 0, 0), (0, 4.1, 0), BODY, thin=True)
    m.face((-0.7, -1.5, 0.5), (0.4, 0, 0), (0, 3.0, 0), DARK, thin=True)
    return m.done()
