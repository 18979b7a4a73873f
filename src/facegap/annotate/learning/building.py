"""Building the network that a configuration describes, from random weights or from those of an earlier run."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from facegap.annotate.learning.architectures import EmbeddingNetwork, ImageNetwork
from facegap.annotate.learning.configuration import NetworkOptions
from facegap.base.errors import ConfigError
from facegap.models import EmbeddingContract, InputContract
from facegap.training import BEST


def build_network(
    options: NetworkOptions, contract: InputContract | EmbeddingContract, *, attributes: int, seed: int, member: int = 0
) -> nn.Module:
    """Build a network, whose first weights depend on the seed alone or come from the run that it starts from.

    Args:
        options: The network's part of the configuration.
        contract: What the network takes: faces of some size, or embeddings.
        attributes: The number of attributes.
        seed: The seed of the first weights.
        member: The network's number in an ensemble, which chooses the weights to start from.

    Raises:
        ConfigError: Faces aren't squares whose side is a multiple of 16, or the weights to start from are those of
            another network.
    """
    sizes = {"features": options.features, "hidden": options.hidden}
    chosen: dict[str, Any] = {name: size for name, size in sizes.items() if size is not None}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network: nn.Module
        if isinstance(contract, EmbeddingContract):
            network = EmbeddingNetwork(contract.dimensions, attributes, dropout=options.dropout, **chosen)
        else:
            side = contract.width or 0
            if side != contract.height or side % 16:
                msg = f"faces of {side}×{contract.height} pixels; the network takes squares of a multiple of 16"
                raise ConfigError(msg)
            network = ImageNetwork(
                attributes, side=side, widths=options.widths, blocks=options.blocks, dropout=options.dropout, **chosen
            )
    if options.start:
        path = starting_weights(options.start, member=member)
        try:
            network.load_state_dict(load_file(path))
        except RuntimeError as error:
            reason = str(error).splitlines()[-1].strip()
            msg = f"network.start: the weights in {path} are of another network: {reason}"
            raise ConfigError(msg) from error
    return network


def starting_weights(run_folder: str, *, member: int) -> Path:
    """Find the file of weights that a member of an ensemble starts from: its own, or the only one there is.

    Raises:
        ConfigError: There are no weights in the folder.
    """
    folder = Path(run_folder)
    places = (folder / f"member-{member}" / BEST, folder / "member-0" / BEST, folder / BEST)
    weights = next((place for place in places if place.is_file()), None)
    if weights is None:
        msg = f"network.start: no {BEST} in {folder}; name the folder of a finished run"
        raise ConfigError(msg)
    return weights


def load_best_weights(network: nn.Module, folder: Path) -> nn.Module:
    """Load the best weights of a run into its network, and switch it to evaluation."""
    network.load_state_dict(load_file(folder / BEST))
    return network.eval()
