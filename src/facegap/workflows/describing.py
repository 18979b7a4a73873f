"""What a face set is and holds, and whether it still holds what was written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.engine import RunSummary
from facegap.faceset import FaceSet, Problem
from facegap.faceset import verify as find_problems
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
        layers = [self.faceset.layer(name) for name in self.faceset.layers()]
        return [layer.layer + (f" ({layer.errors} rows in error)" if layer.errors else "") for layer in layers]

    def facts(self) -> dict[str, Any]:
        layers = [self.faceset.layer(name) for name in self.faceset.layers()]
        return self.set_facts() | {
            "layers": [
                {"layer": each.layer, "errors": each.errors, "settings": each.settings, "content": each.content}
                for each in layers
            ]
        }

    def _lines(self) -> list[str]:
        facts = self.set_facts() | {"layers": ", ".join(self.layer_lines())}
        return [f"{name.replace('_', ' ')}: {value}" for name, value in facts.items() if value is not None]


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
    """
    opened = open_set(faceset, RunContext.of(workers=workers, progress=progress, tell=tell))
    return DescribedSet(opened.faceset, (opened.imported,) if opened.imported else ())


@dataclass(frozen=True, repr=False, eq=False)
class VerifiedSet(Result):
    """Whether a face set still holds what was written.

    Attributes:
        faceset: the set.
        problems: what is damaged and how to mend it; empty where all is as written.
    """

    faceset: FaceSet
    problems: tuple[Problem, ...]
    runs: tuple[RunSummary, ...] = ()

    @property
    def headline(self) -> str:
        if self.problems:
            return f"{self.faceset.path}: {len(self.problems)} problems"
        layers = len(self.faceset.layers())
        return f"{self.faceset.path}: {len(self.faceset)} images, {layers} layers, all as written"

    def facts(self) -> dict[str, Any]:
        problems = [{"where": each.where, "what": each.what, "mend": each.mend} for each in self.problems]
        return {"face_set": str(self.faceset.path), "layers": self.faceset.layers(), "problems": problems}

    def _lines(self) -> list[str]:
        return [f"{each.where}: {each.what}\n    {each.mend}" for each in self.problems]


def verify(faceset: FaceSet | str | Path) -> VerifiedSet:
    """Check every shard of a face set against its SHA-256, the row counts and the order of image ids.

    Args:
        faceset: the set, or its path.

    Raises:
        FaceSetError: there is none at the path.
    """
    opened = faceset if isinstance(faceset, FaceSet) else FaceSet.open(Path(faceset))
    return VerifiedSet(opened, tuple(find_problems(opened)))
