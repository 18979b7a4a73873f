"""Training an annotator from a configuration to its file, card and numbers."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.examples import Examples, gather
from facegap.annotate.learning.finishing import Finished, finish
from facegap.annotate.learning.inputs import EmbeddingInputs, FaceInputs, Inputs
from facegap.annotate.learning.networks import best_weights, make_network, start_file
from facegap.annotate.learning.task import AttributeTask, held_out
from facegap.annotate.vocabulary import Contradictions, Vocabulary, contradictions
from facegap.base.errors import ConfigError
from facegap.engine import ProgressReport
from facegap.models import SoftmaxFamily
from facegap.training import History, check_start, train


@dataclass(frozen=True)
class TrainedAnnotator:
    """A finished training.

    Attributes:
        finished: the annotator and its numbers.
        histories: of each member.
        examples: who trained, validated and tested.
        contradictions: among the labels; nothing was changed about them.
        vocabulary: of the attributes.
    """

    finished: Finished
    histories: tuple[History, ...]
    examples: Examples
    contradictions: Contradictions
    vocabulary: Vocabulary


def train_attributes(
    config: AttributeTraining, folder: Path, *, progress: ProgressReport | None = None
) -> TrainedAnnotator:
    """Train an annotator, or go on where an earlier run in the folder ended.

    ``member-N`` in the folder holds each network's log, checkpoints and best weights; ``NAME.onnx`` and ``NAME.toml``
    are the annotator.

    Raises:
        ConfigError: the configuration, the sets and an earlier run don't fit each other.
        ContractError: the sets are aligned differently, or have embeddings of different networks.
        FaceSetError: a set or a layer isn't there.
        TrainingError: the loss went out of bounds.
    """
    vocabulary = Vocabulary.load(config.vocabulary)
    families = _families(config, vocabulary)
    examples = gather(config.sets, vocabulary, split=config.split, seed=config.seed)
    networks, histories = [], []
    with closing(_inputs(config, examples)) as inputs:
        for member in range(config.members):
            seed = config.seed + member
            network = make_network(
                config.network, inputs.contract, attributes=len(vocabulary.attributes), seed=seed, member=member
            )
            task = AttributeTask(config, examples, inputs, network, families, member=member)
            if config.network.start:
                start = start_file(config.network.start, member=member).parent
                check_start(start, task.settings(), paths=[one.path for one in config.sets], held_out=held_out)
            if not task.learnt.any():
                msg = "no attribute has both positive and negative labels among the training people: nothing to learn"
                raise ConfigError(msg)
            place = folder / f"member-{member}"
            histories.append(train(task, config.loop, place, seed=seed, progress=progress))
            networks.append(best_weights(network, place))
        finished = finish(
            config, examples, inputs, networks, learnt=task.learnt, families=families, vocabulary=vocabulary,
            folder=folder,
        )  # fmt: skip
    return TrainedAnnotator(
        finished, tuple(histories), examples, contradictions(examples.labels, vocabulary), vocabulary
    )


def _inputs(config: AttributeTraining, examples: Examples) -> Inputs:
    if config.network.over == "images":
        return FaceInputs(examples, config.augmentation, seed=config.seed)
    return EmbeddingInputs(examples, config.network.over)


def _families(config: AttributeTraining, vocabulary: Vocabulary) -> tuple[SoftmaxFamily, ...]:
    known = {family.name: family for family in vocabulary.families}
    for name in config.network.exclusive:
        if name not in known:
            msg = f"network.exclusive: {vocabulary.name} has no family {name!r}; it has {', '.join(known) or 'none'}"
            raise ConfigError(msg)
    return tuple(
        SoftmaxFamily(members=known[name].members, exhaustive=known[name].exhaustive)
        for name in config.network.exclusive
    )
