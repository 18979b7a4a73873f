"""Colors of make-up, linear RGB; picked by eye (ours)."""

from facegap.render.people.person import RGB

LIPS: tuple[RGB, ...] = (
    *((0.42, 0.02, 0.03), (0.30, 0.012, 0.03), (0.50, 0.07, 0.08), (0.55, 0.14, 0.16), (0.45, 0.10, 0.14)),
    *((0.38, 0.13, 0.10), (0.32, 0.10, 0.08), (0.22, 0.02, 0.07), (0.14, 0.015, 0.03), (0.60, 0.20, 0.16)),
)
LIDS: tuple[RGB, ...] = (
    *((0.10, 0.05, 0.03), (0.16, 0.09, 0.06), (0.06, 0.05, 0.05), (0.25, 0.14, 0.09), (0.05, 0.07, 0.13)),
    *((0.13, 0.06, 0.13), (0.05, 0.10, 0.09), (0.30, 0.16, 0.15), (0.03, 0.03, 0.035)),
)
CHEEKS: tuple[RGB, ...] = ((0.55, 0.14, 0.14), (0.60, 0.20, 0.15), (0.50, 0.12, 0.17), (0.58, 0.22, 0.20))


def pick(palette: tuple[RGB, ...], u: float) -> RGB:
    """One color of a palette; u from 0 to 1."""
    return palette[min(int(u * len(palette)), len(palette) - 1)]
