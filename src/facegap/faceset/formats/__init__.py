"""Formats that face sets are imported from and exported to.

``readers`` and ``writers`` hold them by name; to add one, see CONTRIBUTING.md.
"""

from facegap.faceset.formats.csv_list import CsvList
from facegap.faceset.formats.folder import Folder
from facegap.faceset.formats.huggingface import HuggingFace
from facegap.faceset.formats.index import free_name, label_fields, make_index
from facegap.faceset.formats.parquet import Parquet
from facegap.faceset.formats.recordio import RecordIO
from facegap.faceset.formats.registry import (
    Columns,
    Reader,
    ReadImage,
    export_images,
    open_reader,
    readers,
    register_reader,
    register_writer,
    writers,
)
from facegap.faceset.formats.verification_bin import VerificationBin
from facegap.faceset.formats.webdataset import WebDataset

__all__ = [
    "Columns",
    "CsvList",
    "Folder",
    "HuggingFace",
    "Parquet",
    "ReadImage",
    "Reader",
    "RecordIO",
    "VerificationBin",
    "WebDataset",
    "export_images",
    "free_name",
    "label_fields",
    "make_index",
    "open_reader",
    "readers",
    "register_reader",
    "register_writer",
    "writers",
]
