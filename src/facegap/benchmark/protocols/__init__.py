"""The benchmarks that facegap knows; importing this registers them."""

from facegap.benchmark.protocols.agedb import AgeDb
from facegap.benchmark.protocols.bins import Bins
from facegap.benchmark.protocols.cfp import Cfp
from facegap.benchmark.protocols.cross_lfw import Calfw, Cplfw
from facegap.benchmark.protocols.frcsyn import Frcsyn
from facegap.benchmark.protocols.frll import Frll
from facegap.benchmark.protocols.gallery import Gallery
from facegap.benchmark.protocols.ijb import Ijbb, Ijbc
from facegap.benchmark.protocols.lfw import Lfw
from facegap.benchmark.protocols.pairs import OwnPairs
from facegap.benchmark.protocols.rfw import Rfw

__all__ = [
    "AgeDb",
    "Bins",
    "Calfw",
    "Cfp",
    "Cplfw",
    "Frcsyn",
    "Frll",
    "Gallery",
    "Ijbb",
    "Ijbc",
    "Lfw",
    "OwnPairs",
    "Rfw",
]
