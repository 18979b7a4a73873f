"""Heads: what turns embeddings and people into a loss; needs PyTorch."""

from facegap.recognize.heads.class_matrix import ClassMatrix
from facegap.recognize.heads.margin import Margin
from facegap.recognize.heads.registry import MARGINS, MarginCard, make_margin

__all__ = ["MARGINS", "ClassMatrix", "Margin", "MarginCard", "make_margin"]
