"""A picture that a workflow draws."""

from dataclasses import dataclass
from pathlib import Path

from facegap.faceset import Pixels, atomic_write, encode_png


@dataclass(frozen=True, repr=False, eq=False)
class Picture:
    """A picture, which a notebook shows.

    Attributes:
        name: of the file that ``write`` writes by default, without its ending.
        pixels: RGB, uint8 (height, width, 3).
        problems: parts of it that couldn't be drawn, and why, a line each.
    """

    name: str
    pixels: Pixels
    problems: tuple[str, ...] = ()

    def write(self, path: str | Path | None = None) -> Path:
        """Write it as a PNG, by default ``NAME.png`` in the current folder; return the path."""
        target = Path(f"{self.name}.png") if path is None else Path(path)
        with atomic_write(target) as temporary:
            temporary.write_bytes(encode_png(self.pixels))
        return target

    def _repr_png_(self) -> bytes:
        return encode_png(self.pixels)

    def __repr__(self) -> str:
        height, width, _ = self.pixels.shape
        return f"picture {self.name}, {width}×{height}"
