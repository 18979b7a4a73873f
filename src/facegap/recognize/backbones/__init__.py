"""Networks from faces to embeddings; needs PyTorch."""

from facegap.recognize.backbones.published import Published, load_published
from facegap.recognize.backbones.registry import Backbone, backbones, make_backbone

__all__ = ["Backbone", "Published", "backbones", "load_published", "make_backbone"]
