"""The network that a configuration describes, and several of them as one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from facegap.annotate.learning.configuration import NetworkOptions
from facegap.annotate.learning.embedding_network import EmbeddingNetwork
from facegap.annotate.learning.image_network import ImageNetwork
from facegap.base.errors import ConfigError
from facegap.models import EmbeddingContract, InputContract
from facegap.training import BEST


def make_network(
    options: NetworkOptions, contract: InputContract | EmbeddingContract, *, attributes: int, seed: int, member: int = 0
) -> nn.Module:
    """A new network; its first weights depend on the seed alone, or come from the run that it starts from.

    Args:
        options: of the configuration.
        contract: what it takes.
        attributes: how many.
        seed: of the first weights.
        member: its number in an ensemble, for where it starts from.

    Raises:
        ConfigError: faces are no squares of a multiple of 16, or the run's weights are of another network.
    """
    sizes = {"features": options.features, "hidden": options.hidden}
    shared: dict[str, Any] = {name: size for name, size in sizes.items() if size is not None}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network: nn.Module
        if isinstance(contract, EmbeddingContract):
            network = EmbeddingNetwork(contract.dimensions, attributes, dropout=options.dropout, **shared)
        else:
            side = contract.width or 0
            if side != contract.height or side % 16:
                msg = f"faces of {side}×{contract.height} pixels; the network takes squares of a multiple of 16"
                raise ConfigError(msg)
            network = ImageNetwork(
                attributes, side=side, widths=options.widths, blocks=options.blocks, dropout=options.dropout, **shared
            )
    if options.start:
        _load(network, start_file(options.start, member=member))
    return network


def start_file(start: str, *, member: int) -> Path:
    """The weights that a member of an ensemble starts from.

    Raises:
        ConfigError: there are none in the folder.
    """
    folder = Path(start)
    places = (folder / f"member-{member}" / BEST, folder / "member-0" / BEST, folder / BEST)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        msg = f"network.start: no {BEST} in {folder}; name the folder of a finished run"
        raise ConfigError(msg)
    return found


def best_weights(network: nn.Module, folder: Path) -> nn.Module:
    """Load the weights that a run kept."""
    network.load_state_dict(load_file(folder / BEST))
    return network.eval()


def _load(network: nn.Module, path: Path) -> None:
    try:
        network.load_state_dict(load_file(path))
    except RuntimeError as error:
        msg = f"network.start: the weights in {path} are of another network: {str(error).splitlines()[-1].strip()}"
        raise ConfigError(msg) from error


class Ensemble(nn.Module):
    """Several networks as one, whose outputs have an axis ``members`` after the first."""

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Inputs (n, …) to logits (n, members, A) and parts (n, members, A, H)."""
        logits, parts = zip(*(member(inputs) for member in self.members), strict=True)
        return torch.stack(logits, dim=1), torch.stack(parts, dim=1)
