"""Files of labels in the layouts of known data sets: MAAD-Face, CelebA and FairFace."""

from facegap.annotate.tables.layouts.annotations import Annotations, MalformedCells
from facegap.annotate.tables.layouts.celeba import read_celeba
from facegap.annotate.tables.layouts.detection import detect_layout, read_annotations
from facegap.annotate.tables.layouts.fairface import read_fairface
from facegap.annotate.tables.layouts.maad import WrittenLabels, read_maad, write_maad, write_maad_csv

__all__ = [
    "Annotations",
    "MalformedCells",
    "WrittenLabels",
    "detect_layout",
    "read_annotations",
    "read_celeba",
    "read_fairface",
    "read_maad",
    "write_maad",
    "write_maad_csv",
]
