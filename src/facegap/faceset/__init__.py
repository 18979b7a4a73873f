"""The data: a face set on disk, its layers and shards, the formats it comes from and goes to."""

from facegap.faceset.codec import Pixels, decode, encode_jpeg, encode_png
from facegap.faceset.faceset import IMAGES, FaceSet, check_layer_name, doubtful_identities, holds_faceset
from facegap.faceset.files import atomic_write, sha256, sync
from facegap.faceset.formats import Columns, export, open_reader, readers, writers
from facegap.faceset.importing import IdentityFrom, ImportSource, Keep, Preparation
from facegap.faceset.labels import RELIABILITY, SCORE, label_layer, labels_of
from facegap.faceset.manifest import FaceSetInfo, Kind, LayerInfo, ShardInfo
from facegap.faceset.schema import images_schema
from facegap.faceset.verification import Problem, verify

__all__ = [
    "IMAGES",
    "RELIABILITY",
    "SCORE",
    "Columns",
    "FaceSet",
    "FaceSetInfo",
    "IdentityFrom",
    "ImportSource",
    "Keep",
    "Kind",
    "LayerInfo",
    "Pixels",
    "Preparation",
    "Problem",
    "ShardInfo",
    "atomic_write",
    "check_layer_name",
    "decode",
    "doubtful_identities",
    "encode_jpeg",
    "encode_png",
    "export",
    "holds_faceset",
    "images_schema",
    "label_layer",
    "labels_of",
    "open_reader",
    "readers",
    "sha256",
    "sync",
    "verify",
    "writers",
]
