"""The data: a face set on disk, its layers and shards, the formats it comes from and goes to."""

from facegap.faceset.codec import Pixels, decode, encode_jpeg, encode_png, encode_webp
from facegap.faceset.contact_sheets import contact_sheet
from facegap.faceset.derived import (
    CopySource,
    Part,
    Selection,
    carried_layers,
    merged_info,
    merged_parts,
    parse_condition,
    selected_rows,
)
from facegap.faceset.domains import PHOTOGRAPHS, describe_domain, domain_of
from facegap.faceset.faceset import IMAGES, PEOPLE, FaceSet, check_layer_name, doubtful_identities, holds_faceset
from facegap.faceset.files import atomic_write, sha256, sync
from facegap.faceset.formats import Columns, export_images, open_reader, readers, writers
from facegap.faceset.importing import IdentityFrom, ImportSource, Keep, Preparation
from facegap.faceset.labels import RELIABILITY, SCORE, label_layer, labels_of
from facegap.faceset.lineage import Lineage, Parent, absent_parents, lineage_of, parent_record
from facegap.faceset.manifest import FaceSetInfo, Kind, LayerInfo, NetworkUse, ParentInfo, ShardInfo
from facegap.faceset.people import FILE_SUFFIX, export_people
from facegap.faceset.renaming import check_set_name, move_set, rename_set
from facegap.faceset.rows import RowReader
from facegap.faceset.schema import images_schema
from facegap.faceset.verification import Problem, find_problems

__all__ = [
    "FILE_SUFFIX",
    "IMAGES",
    "PEOPLE",
    "PHOTOGRAPHS",
    "RELIABILITY",
    "SCORE",
    "Columns",
    "CopySource",
    "FaceSet",
    "FaceSetInfo",
    "IdentityFrom",
    "ImportSource",
    "Keep",
    "Kind",
    "LayerInfo",
    "Lineage",
    "NetworkUse",
    "Parent",
    "ParentInfo",
    "Part",
    "Pixels",
    "Preparation",
    "Problem",
    "RowReader",
    "Selection",
    "ShardInfo",
    "absent_parents",
    "atomic_write",
    "carried_layers",
    "check_layer_name",
    "check_set_name",
    "contact_sheet",
    "decode",
    "describe_domain",
    "domain_of",
    "doubtful_identities",
    "encode_jpeg",
    "encode_png",
    "encode_webp",
    "export_images",
    "export_people",
    "find_problems",
    "holds_faceset",
    "images_schema",
    "label_layer",
    "labels_of",
    "lineage_of",
    "merged_info",
    "merged_parts",
    "move_set",
    "open_reader",
    "parent_record",
    "parse_condition",
    "readers",
    "rename_set",
    "selected_rows",
    "sha256",
    "sync",
    "writers",
]
