"""What a face set is and holds, and whether it still holds what was written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.engine import RunSummary
from facegap.faceset import FaceSet, Lineage, Problem, absent_parents, find_problems, lineage_of
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.result import Result
from facegap.workflows.parts.sets import FaceSetLike, open_set


@dataclass(frozen=True, repr=False, eq=False)
class DescribedSet(Result):
    """What a face set is and holds.

    Attributes:
        faceset: the set.
        runs: the import that was needed, if any.
    """

    faceset: FaceSet
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{self.faceset.info.name} in {self.faceset.path}"

    def set_facts(self) -> dict[str, Any]:
        """What the set is, without its layers."""
        info = self.faceset.info
        return {
            "name": info.name,
            "kind": info.kind,
            "license": info.license,
            "images": len(self.faceset),
            "identities": self.faceset.identities(),
            "image_size": f"{info.image_size[0]}×{info.image_size[1]}" if info.image_size else "various",
            "alignment": info.alignment,
            "source": info.provenance.get("source"),
            "shards": len(self.faceset.shard_rows),
        }

    def layer_lines(self) -> list[str]:
        """The layers, a line each."""
        layers = [self.faceset.layer(name) for name in (*self.faceset.layers(), *self.faceset.people_layers())]
        return [layer.layer + (f" ({layer.errors} rows in error)" if layer.errors else "") for layer in layers]

    def lineage_lines(self) -> list[str]:
        """The lineage as a tree of lines: each set, and below it its networks and the sets that it was made from."""
        return _lineage_lines(self.lineage)

    @property
    def lineage(self) -> Lineage:
        """Where the set comes from, up to the sets that were made from no other."""
        return lineage_of(self.faceset)

    def facts(self) -> dict[str, Any]:
        layers = [self.faceset.layer(name) for name in (*self.faceset.layers(), *self.faceset.people_layers())]
        return self.set_facts() | {
            "layers": [
                {"layer": each.layer, "errors": each.errors, "settings": each.settings, "content": each.content}
                for each in layers
            ],
            "lineage": _lineage_facts(self.lineage),
        }

    def _lines(self) -> list[str]:
        facts = self.set_facts() | {"layers": ", ".join(self.layer_lines())}
        return [f"{name.replace('_', ' ')}: {value}" for name, value in facts.items() if value is not None]


def _lineage_facts(lineage: Lineage) -> dict[str, Any]:
    """A lineage as JSON values."""
    networks = [{"name": each.name, "sha256": each.sha256, "license": each.license} for each in lineage.networks]
    return {
        "name": lineage.name,
        "kind": lineage.kind,
        "license": lineage.license,
        "source": lineage.source,
        "networks": networks,
        "state": lineage.state,
        "parents": [_lineage_facts(parent) for parent in lineage.parents],
    }


def _lineage_lines(lineage: Lineage) -> list[str]:
    """A lineage as a tree of lines: each set, and below it its networks and the sets that it was made from."""
    state = f" ({lineage.state})" if lineage.state else ""
    lines = [f"{lineage.name}{state}: {lineage.source or 'of unknown origin'}; license {lineage.license or 'unknown'}"]
    networks = [
        [f"network {each.name} (SHA-256 {each.sha256[:12]}…); license {each.license or 'unknown'}"]
        for each in lineage.networks
    ]
    below = [*networks, *(_lineage_lines(parent) for parent in lineage.parents)]
    for number, (first, *others) in enumerate(below):
        last = number == len(below) - 1
        lines.append(f"{'└─' if last else '├─'} {first}")
        lines += [f"{'  ' if last else '│ '} {line}" for line in others]
    return lines


def describe(
    faceset: FaceSetLike,
    *,
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> DescribedSet:
    """Say what a face set is, and which layers it has.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        workers: processes that share an import; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> _ = fg.import_faces("photos", "people", kind="real", workers=1)
        >>> described = fg.describe("people")
        >>> described.set_facts()["images"], described.layer_lines()
        (2, ['images'])
    """
    opened = open_set(faceset, RunContext.of(workers=workers, progress=progress, tell=tell))
    return DescribedSet(opened.faceset, (opened.imported,) if opened.imported else ())


@dataclass(frozen=True, repr=False, eq=False)
class VerifiedSet(Result):
    """Whether a face set still holds what was written.

    Attributes:
        faceset: the set.
        problems: what is damaged and how to mend it; empty where all is as written.
        absent_parents: the sets that it was made from and that are no longer where they were, a sentence each.
    """

    faceset: FaceSet
    problems: tuple[Problem, ...]
    absent_parents: tuple[str, ...] = ()
    runs: tuple[RunSummary, ...] = ()

    @property
    def headline(self) -> str:
        if self.problems:
            return f"{self.faceset.path}: {len(self.problems)} problems"
        layers = len(self.faceset.layers())
        return f"{self.faceset.path}: {len(self.faceset)} images, {layers} layers, all as written"

    def facts(self) -> dict[str, Any]:
        problems = [{"where": each.where, "what": each.what, "mend": each.mend} for each in self.problems]
        return {"face_set": str(self.faceset.path), "layers": self.faceset.layers()} | {
            "problems": problems,
            "absent_parents": list(self.absent_parents),
        }

    def _lines(self) -> list[str]:
        return [f"{each.where}: {each.what}\n    {each.mend}" for each in self.problems]


def verify(faceset: FaceSet | str | Path) -> VerifiedSet:
    """Check every shard of a face set against its SHA-256, the row counts and the order of image ids.

    Sets that it was made from are asked whether they still hold what was read from them. One that isn't where it was is
    told, and no problem of this set.

    Args:
        faceset: the set, or its path.

    Raises:
        FaceSetError: there is none at the path.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("scans", person).mkdir(parents=True)
        ...     _ = Path("scans", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("scans", "checked", kind="real", workers=1)
        >>> fg.verify(made.faceset)
        checked: 2 images, 1 layers, all as written
    """
    opened = faceset if isinstance(faceset, FaceSet) else FaceSet.open(Path(faceset))
    return VerifiedSet(opened, tuple(find_problems(opened)), tuple(absent_parents(opened)))
