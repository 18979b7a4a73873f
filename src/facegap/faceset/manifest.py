"""What stands in ``faceset.json`` (the set) and in each layer's ``layer.json`` (how that layer was made)."""

import hashlib
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from facegap.base.errors import FaceSetError
from facegap.faceset.files import atomic_write

Kind = Literal["real", "synthetic"]


class Manifest(BaseModel):
    """A JSON file of the face set; unknown keys are an error, so that no newer format is misread.

    Attributes:
        left_out_if_empty: keys that came after the first version of the format; they are written only where they say
            something, so that a file that needs none of them is the same as ever.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    left_out_if_empty: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read and check.

        Raises:
            FaceSetError: the file is missing, cut, or not of this version of the format.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            msg = f"{path}: not a manifest that this version of facegap reads: {error}"
            raise FaceSetError(msg) from error

    def write(self, path: Path) -> None:
        """Write atomically, with a stable layout."""
        with atomic_write(path) as temporary:
            empty = {name for name in self.left_out_if_empty if not getattr(self, name)}
            temporary.write_text(self.model_dump_json(indent=2, exclude=empty) + "\n", encoding="utf-8")


class NetworkUse(BaseModel):
    """A network that had a part in a layer.

    Attributes:
        name: The name on its card.
        sha256: The hash of its file.
        license: The license on its card; None where nobody wrote it down.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str
    license: str | None = None


class ParentLayer(BaseModel):
    """A layer that a face set was made from, as it was then.

    Attributes:
        content: hash of its content, as ``LayerInfo.content``.
        settings: what it was made with.
        networks: those that had a part in it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: str
    settings: dict[str, Any]
    networks: tuple[NetworkUse, ...] = ()


class ParentInfo(BaseModel):
    """A face set that another was made from, as it was then.

    Attributes:
        name: The name of the set.
        path: Its folder, as seen from the folder of the set that was made from it.
        kind: real or synthetic.
        license: terms of its images.
        source: Where its images came from, as its provenance said.
        layers: those that were read, by name.
        parents: the sets that it was made from itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    path: str
    kind: Kind | None
    license: str | None
    source: str | None
    layers: dict[str, ParentLayer]
    parents: tuple["ParentInfo", ...] = ()


class FaceSetInfo(Manifest):
    """``faceset.json``: what the set is. Written last, so a folder that has it is complete.

    Attributes:
        name: for people; by default the folder's name.
        kind: photographs of people (``real``) or made faces (``synthetic``); None where nobody said.
        license: terms of the images, as the user stated them.
        provenance: where the images came from and what was done to them.
        image_size: width and height in pixels where all images share them.
        alignment: name of the crop's template (``arcface-112``), or None for photographs as they are.
        parents: the face sets that it was made from; empty where it was made from none.
    """

    left_out_if_empty = ("parents",)

    format_version: Literal[1] = 1
    name: str
    kind: Kind | None
    license: str | None = Field(default=None, validation_alias=AliasChoices("license", "licence"))
    provenance: dict[str, Any] = {}
    image_size: tuple[int, int] | None = None
    alignment: str | None = None
    parents: tuple[ParentInfo, ...] = ()


class ShardInfo(BaseModel):
    """One Parquet file of a layer.

    Attributes:
        file: its name within the layer's folder.
        rows: its number of rows.
        sha256: hash of the file.
        errors: rows whose ``error`` was new in this layer; layers made in one pass count them in ``images``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    rows: int
    sha256: str
    errors: int


class LayerInfo(Manifest):
    """``layer.json``: the shards of a layer and all that its content depends on.

    Attributes:
        layer: its name, such as ``embeddings/mobilefacenet``.
        fingerprint: hash of ``settings`` and ``needs``; equal fingerprints mean equal content.
        settings: what the stage or source was set to, model hashes and code version included.
        needs: ``content`` of the layers that it was computed from; empty for ``images`` and the layers made in the same
            pass, which share its settings and fingerprint.
        shards: in order.
        networks: those that had a part in it; layers that are older than this key name them in their settings only.
    """

    left_out_if_empty = ("networks",)

    format_version: Literal[1] = 1
    layer: str
    fingerprint: str
    settings: dict[str, Any]
    needs: dict[str, str]
    shards: tuple[ShardInfo, ...]
    networks: tuple[NetworkUse, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows in all shards."""
        return sum(shard.rows for shard in self.shards)

    @property
    def errors(self) -> int:
        """Number of rows that went wrong in this layer."""
        return sum(shard.errors for shard in self.shards)

    @property
    def content(self) -> str:
        """Hash over the hashes of all shards: equal where every byte is."""
        return hashlib.sha256("\n".join(shard.sha256 for shard in self.shards).encode()).hexdigest()
