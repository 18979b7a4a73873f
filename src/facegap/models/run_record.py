"""The record that the training of a recognizer leaves in its folder: which of the networks there it made."""

import json
from pathlib import Path

from facegap.base.errors import ModelError

RUN = "run.json"
"""The file by which the folder of a training is known; it says how its networks came about."""

_FORMER_KEY = "recognisers"  # of records that were written before the key was spelled as it is today


def trained_files(folder: Path) -> tuple[str, ...]:
    """The names of the networks' files that a folder's training made, in the order of its seeds.

    The folder may hold others too: of an earlier training with other seeds or under another name.

    Returns:
        None of them where the folder has no record: it is no training's, or its training isn't finished.

    Raises:
        ModelError: the record can't be read.
    """
    path = folder / RUN
    if not path.is_file():
        return ()
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        made = record[_FORMER_KEY] if _FORMER_KEY in record else record["recognizers"]
        return tuple(f"{recognizer['name']}.onnx" for recognizer in made)
    except (ValueError, KeyError, TypeError) as error:
        msg = (
            f"{path} is not a training's record that can be read ({type(error).__name__}: {error}); run the training "
            "again, which writes it anew, or name the network's file instead of its folder"
        )
        raise ModelError(msg) from error
