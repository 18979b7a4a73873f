"""Recognizers: backbones, margin heads, augmentation, and their training from face sets; all of it needs PyTorch."""
