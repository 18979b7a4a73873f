"""Which code of facegap this is, where its version alone doesn't say it."""

import subprocess
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def commit() -> str | None:
    """The git commit of the checkout in which the package lies, with ``-dirty`` where files have been changed since.

    Returns:
        40 hexadecimal digits; None where the package is installed by itself, or there is no git.
    """
    # Installed into a folder of another project's checkout, it isn't among that one's files.
    if _git(PACKAGE, "ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    return _git(PACKAGE, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return ended.stdout.strip()
