"""What kind of images a face set has: where an annotator that is right on one kind may be wrong on another."""

from facegap.faceset.faceset import FaceSet

PHOTOGRAPHS = "photographs"
"""Of real people."""
RENDERS = "renders"
"""By ``facegap render``, which knows the truth of each image."""
GENERATED = "generated"
"""Synthetic images of any other maker, such as a GAN or a diffusion model."""
UNKNOWN = "unknown"
"""Of images of which nobody said whether they are real."""


def domain_of(faceset: FaceSet) -> str:
    """Tell the domain of a face set from its kind and its layers.

    Returns:
        ``PHOTOGRAPHS`` for a real set, ``RENDERS`` for a set with the layer ``truth``, ``GENERATED`` for another
        synthetic set, and ``UNKNOWN`` where its kind isn't stated.
    """
    if faceset.info.kind == "real":
        return PHOTOGRAPHS
    if "truth" in faceset.layers():
        return RENDERS
    return GENERATED if faceset.info.kind == "synthetic" else UNKNOWN


def describe_domain(domain: str) -> str:
    """Say a domain in words: ``generated images``; ``photographs`` and ``renders`` are words of their own."""
    return domain if domain in (PHOTOGRAPHS, RENDERS) or " " in domain else f"{domain} images"
