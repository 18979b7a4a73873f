"""The errors that facegap raises on purpose.

Each message says what was wrong, where (file, row, key) and what to do. The command line prints it without a
traceback and exits with the class's ``exit_code``.
"""


class FacegapError(Exception):
    """Something that the user can understand and mend."""

    exit_code = 1


class ConfigError(FacegapError):
    """A TOML file or an option whose keys or values don't fit."""

    exit_code = 2


class FaceSetError(FacegapError):
    """A face set, a layer or a shard that is missing, damaged or made another way."""


class FormatError(FacegapError):
    """A data set that can't be read or written in the format it claims to be."""


class ModelError(FacegapError):
    """A network without a card, with another hash, or that can't be loaded."""


class ContractError(FacegapError):
    """Images that aren't what a network's card asks for."""


class BenchmarkError(FacegapError):
    """A benchmark's lists or submissions that are damaged, or that don't fit the images or embeddings there are."""


class TrainingError(FacegapError):
    """A training run that cannot go on."""


class WorkerError(FacegapError):
    """A worker that stopped before its shard was done."""


class BadImageError(FacegapError):
    """One image that can't be used; becomes the ``error`` of its row."""


class BadIdentityError(FacegapError):
    """One person whose images can't be used; becomes the ``error`` of that row."""


class ArrayError(FacegapError, ValueError):
    """Arrays given in Python whose shape, type or values don't fit."""
