"""Vision transformers for aligned faces, as InsightFace trains them on WebFace."""

import torch
from torch import Tensor, nn
from torch.nn import functional

_PATCH = 9
_PATCHES = 12 * 12
_WIDTH = 512
_HEADS = 8
_WIDER = 4
"""Units between a block's two linear layers, in widths."""
_SPREAD = 0.02
"""Standard deviation of first weights, cut at two units."""


class VisionTransformer(nn.Module):
    """Faces (n, 3, 112, 112) to embeddings (n, dimensions).

    Patches of 9×9 pixels (of the last 4 rows and columns nothing is seen) are 144 tokens, without one for the class.
    Since faces are aligned, the tokens are laid flat at the end, not averaged. The sizes are those of ``vit_s`` and
    ``vit_b`` of InsightFace's arcface_torch; the block is that of Dosovitskiy et al. 2021 with ReLU6 for GELU.
    Its masking of tokens in training is left out, as in its ``vit_s_dp005_mask_0``.

    Args:
        depth: blocks.
        dimensions: of the embedding.
        drop: of the last block, the chance that training leaves it out; it rises from 0 at the first block.
    """

    def __init__(self, depth: int, *, dimensions: int = 512, drop: float = 0.05) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, _WIDTH, _PATCH, stride=_PATCH)
        self.places = nn.Parameter(torch.empty(1, _PATCHES, _WIDTH))
        self.blocks = nn.Sequential(*(_Block(drop=drop * number / max(depth - 1, 1)) for number in range(depth)))
        self.norm = nn.LayerNorm(_WIDTH)
        self.embed = nn.Sequential(
            nn.Linear(_PATCHES * _WIDTH, _WIDTH, bias=False),
            nn.BatchNorm1d(_WIDTH, eps=2e-5),
            nn.Linear(_WIDTH, dimensions, bias=False),
            nn.BatchNorm1d(dimensions, eps=2e-5),
        )
        nn.init.trunc_normal_(self.places, std=_SPREAD)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=_SPREAD)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def forward(self, faces: Tensor) -> Tensor:
        """Faces (n, 3, 112, 112), RGB in −1…1, to embeddings (n, dimensions)."""
        tokens = self.patches(faces).flatten(2).transpose(1, 2) + self.places
        return self.embed(self.norm(self.blocks(tokens)).flatten(1))


class _Block(nn.Module):
    """Attention and two linear layers, each behind a normalization and added to its input."""

    def __init__(self, *, drop: float) -> None:
        super().__init__()
        self.attention = nn.Sequential(nn.LayerNorm(_WIDTH), _Attention())
        self.wider = nn.Sequential(
            nn.LayerNorm(_WIDTH),
            nn.Linear(_WIDTH, _WIDER * _WIDTH),
            nn.ReLU6(),
            nn.Linear(_WIDER * _WIDTH, _WIDTH),
        )
        self.drop = drop

    def forward(self, tokens: Tensor) -> Tensor:
        tokens = tokens + self._kept(self.attention(tokens))
        return tokens + self._kept(self.wider(tokens))

    def _kept(self, change: Tensor) -> Tensor:
        """In training, leave out the change of some faces, and make up for it in the others (Huang et al. 2016)."""
        if not self.training or self.drop == 0.0:
            return change
        kept = torch.empty(len(change), 1, 1, dtype=change.dtype, device=change.device).bernoulli_(1.0 - self.drop)
        return change * kept / (1.0 - self.drop)


class _Attention(nn.Module):
    """Self-attention of all tokens (Vaswani et al. 2017)."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = nn.Linear(_WIDTH, 3 * _WIDTH, bias=False)
        self.mixed = nn.Linear(_WIDTH, _WIDTH)

    def forward(self, tokens: Tensor) -> Tensor:
        """Tokens (n, t, w) to tokens (n, t, w)."""
        n, count, width = tokens.shape
        # (3, n, heads, t, width of a head)
        query, key, value = self.asked(tokens).reshape(n, count, 3, _HEADS, width // _HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value)
        return self.mixed(attended.transpose(1, 2).reshape(n, count, width))
