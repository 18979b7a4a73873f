"""What ``faceset.json`` says once a set is made again."""

from pathlib import Path

from facegap.base.errors import FaceSetError
from facegap.faceset import FaceSetInfo


def description(path: Path, info: FaceSetInfo) -> FaceSetInfo:
    """What a set says of itself: what it said before, and what nobody had said yet.

    So a command that is run again to mend a set, without all that it said the first time, takes nothing away; where the
    images came from is what the first run said.

    Args:
        path: the folder of the set, there or not.
        info: what this run says; a field of None, or a name that is the folder's own, says nothing.

    Raises:
        FaceSetError: the set says otherwise.
    """
    manifest = path / "faceset.json"
    if not manifest.is_file():
        return info
    was = FaceSetInfo.read(manifest)
    said = {"kind": info.kind, "license": info.license, "alignment": info.alignment}
    if info.name != path.resolve().name:
        said["name"] = info.name
    new = {key: value for key, value in said.items() if value is not None and value != getattr(was, key)}
    differences = [f"{key} was {old!r}, is {new[key]!r}" for key in new if (old := getattr(was, key)) is not None]
    if differences:
        msg = (
            f"{manifest} says otherwise ({'; '.join(differences)}); say the same as then, change it in that file, or "
            "name another folder. Nothing was changed"
        )
        raise FaceSetError(msg)
    return was.model_copy(update=new)
