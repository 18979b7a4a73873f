"""facegap: measure, explain and close the gap between synthetic and real face datasets.

``import facegap as fg`` gives the jobs of the command line as functions: ``fg.open``, ``fg.compare``, ``fg.audit`` and
the others of ``__all__``. Each is loaded when it is first used, so that the import itself takes nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from facegap.base.version import __version__

if TYPE_CHECKING:
    from facegap.faceset import FaceSet
    from facegap.workflows.annotating import annotate
    from facegap.workflows.attribute_training import train_attributes
    from facegap.workflows.auditing import audit
    from facegap.workflows.benchmarking import benchmark, grade, submit
    from facegap.workflows.comparing import compare
    from facegap.workflows.describing import describe, verify
    from facegap.workflows.embedding import embed
    from facegap.workflows.exporting import export
    from facegap.workflows.given_scores import measure_scores
    from facegap.workflows.importing import import_faces, open  # noqa: A004
    from facegap.workflows.labeling import export_labels, import_labels
    from facegap.workflows.merging import merge
    from facegap.workflows.parts.embeddings import Embeddings
    from facegap.workflows.recognizer_training import preview_recognizer, train_recognizer
    from facegap.workflows.renaming import rename
    from facegap.workflows.rendering import render, render_preview
    from facegap.workflows.scoring import score
    from facegap.workflows.selecting import select
    from facegap.workflows.validating import validate_annotator

__all__ = [
    "Embeddings",
    "FaceSet",
    "__version__",
    "annotate",
    "audit",
    "benchmark",
    "compare",
    "describe",
    "embed",
    "export",
    "export_labels",
    "grade",
    "import_faces",
    "import_labels",
    "measure_scores",
    "merge",
    "open",
    "preview_recognizer",
    "rename",
    "render",
    "render_preview",
    "score",
    "select",
    "submit",
    "train_attributes",
    "train_recognizer",
    "validate_annotator",
    "verify",
]

_MODULES = {
    "facegap.faceset": ("FaceSet",),
    "facegap.workflows.annotating": ("annotate",),
    "facegap.workflows.attribute_training": ("train_attributes",),
    "facegap.workflows.auditing": ("audit",),
    "facegap.workflows.benchmarking": ("benchmark", "grade", "submit"),
    "facegap.workflows.comparing": ("compare",),
    "facegap.workflows.describing": ("describe", "verify"),
    "facegap.workflows.embedding": ("embed",),
    "facegap.workflows.exporting": ("export",),
    "facegap.workflows.given_scores": ("measure_scores",),
    "facegap.workflows.importing": ("import_faces", "open"),
    "facegap.workflows.labeling": ("export_labels", "import_labels"),
    "facegap.workflows.parts.embeddings": ("Embeddings",),
    "facegap.workflows.merging": ("merge",),
    "facegap.workflows.recognizer_training": ("preview_recognizer", "train_recognizer"),
    "facegap.workflows.renaming": ("rename",),
    "facegap.workflows.rendering": ("render", "render_preview"),
    "facegap.workflows.scoring": ("score",),
    "facegap.workflows.selecting": ("select",),
    "facegap.workflows.validating": ("validate_annotator",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        msg = f"module 'facegap' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Door(ModuleType):
    """The package as a module, in which a job keeps its name.

    Four rooms are named as the jobs that they do (``annotate``, ``benchmark``, ``compare``, ``render``). Python makes a
    room that is imported an attribute of its package, whoever imports it: ``facegap.compare`` would then be the job or
    the room, depending on what was imported before. Here it is always the job; ``from facegap.compare import …``
    reaches the room as ever.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _MODULE_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door
