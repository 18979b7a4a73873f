"""What a benchmark asks: which images, which of them are compared, and in which folds."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar

from facegap.base.arrays import BoolArray, Int64Array, ObjectArray
from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.faceset.formats import Reader
from facegap.faceset.formats.index import without_suffix


@dataclass(frozen=True)
class Templates:
    """Images taken together: the reference of a person is made of several.

    Attributes:
        image: int64 (n,), rows of the protocol's images; an image may be in several templates.
        template: int64 (n,), the template that each belongs to, from 0.
        medium: int64 (n,), a number for the photograph or video within which it is averaged first.
        count: The number of templates; they are numbered from 0.
    """

    image: Int64Array
    template: Int64Array
    medium: Int64Array
    count: int


@dataclass(frozen=True)
class Verification:
    """Comparisons one to one.

    Attributes:
        name: The name of the task, such as ``lfw`` or ``cfp-fp``.
        first: int64 (pairs,), the rows of the references that are compared: images, or templates where the protocol
            has them.
        second: int64 (pairs,), likewise, what each is compared with.
        mated: bool (pairs,), whether both show one person.
        folds: int64 (pairs,), the fold of each pair, from 0; None where the protocol has none.
        groups: object (pairs,), the name of the group of each pair, None for a pair across groups; None as a whole
            where the protocol has no groups.
    """

    name: str
    first: Int64Array
    second: Int64Array
    mated: BoolArray
    folds: Int64Array | None = None
    groups: ObjectArray | None = None


@dataclass(frozen=True)
class Identification:
    """Each probe against a whole gallery.

    Attributes:
        name: The name of the task, such as ``ijbc-1n-g1``.
        gallery: int64 (references,), rows of images or templates, one for each person.
        probes: int64 (probes,), rows of the images or templates that are looked up.
        mates: int64 (probes,), the place in ``gallery`` of each probe's person, −1 for one who is not in it.
    """

    name: str
    gallery: Int64Array
    probes: Int64Array
    mates: Int64Array


Task = Verification | Identification


class ImageNames(NamedTuple):
    """What the images of a protocol are called.

    Attributes:
        ids: The key of each image, in the order of the rows: mostly its file's name without the ending, or a number.
        files: Its file below the folder of all images, without the ending.
        identities: Whose each image is; None where the protocol doesn't say.
    """

    ids: Sequence[str]
    files: Sequence[str]
    identities: Sequence[str | None]


class Protocol(ABC):
    """A benchmark in the layout in which it is given out.

    Attributes:
        name: What the protocol is called on the command line.
        summary: What it is, in one line for people.
        layout: Which files it looks for below the folder, for people.
        alignment: the template to which its images are aligned as they come; None for photographs, in which the face
            is still to be found.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    layout: ClassVar[str]
    alignment: ClassVar[str | None] = None

    def __init__(self, data: Path) -> None:
        self.data = data

    @abstractmethod
    def reader(self) -> Reader:
        """Just the images that the protocol names, each once, with their identities where they are known.

        Raises:
            BenchmarkError: lists or images aren't there, or a list is damaged.
        """

    def image_names(self) -> ImageNames:
        """The images that the protocol names, in the order of the reader's index.

        A protocol whose lists name its images needs no image for this.

        Raises:
            BenchmarkError: lists, or images where they are needed, aren't there, or a list is damaged.
        """
        index = self.reader().index()
        files = [without_suffix(path) for path in index["path"].to_pylist()]
        return ImageNames(index["image_id"].to_pylist(), files, index["identity"].to_pylist())

    @abstractmethod
    def tasks(self) -> Sequence[Task]:
        """What is compared; rows are those of the reader's index, or numbers of templates.

        Raises:
            BenchmarkError: a list is damaged.
        """

    def templates(self) -> Templates | None:
        """How images are taken together; None where each image is a reference of its own."""
        return None


P = TypeVar("P", bound=Protocol)

known_protocols: dict[str, type[Protocol]] = {}


def register_protocol(protocol: type[P]) -> type[P]:
    """Class decorator: make a protocol known by its name."""
    if protocol.name in known_protocols:
        msg = f"the protocol {protocol.name!r} is registered twice"
        raise ValueError(msg)
    known_protocols[protocol.name] = protocol
    return protocol


def open_protocol(name: str, data: Path) -> Protocol:
    """The protocol of that name on the data in a folder or file.

    Raises:
        ConfigError: no protocol has that name; the message names the nearest.
    """
    if name not in known_protocols:
        raise ConfigError(unknown(name, known_protocols, "protocol", listed=True))
    return known_protocols[name](data)
