"""Training an annotator, from a configuration to its file, card and accuracy."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from facegap.annotate.learning.building import build_network, load_best_weights, starting_weights
from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.examples import Examples, load_examples
from facegap.annotate.learning.exporting import ExportedAnnotator, export_annotator
from facegap.annotate.learning.inputs import EmbeddingInputs, FaceInputs, Inputs
from facegap.annotate.learning.task import AttributeTask, held_out_of_set
from facegap.annotate.vocabulary import Contradictions, Vocabulary, find_contradictions
from facegap.base.errors import ConfigError
from facegap.base.short_repr import ShortRepr
from facegap.engine import ProgressReport
from facegap.models import SoftmaxFamily
from facegap.training import History, check_start, train


@dataclass(frozen=True)
class TrainedAnnotator(ShortRepr):
    """The result of training an annotator.

    Attributes:
        exported: The annotator as a file, and how good it is.
        histories: The course of the training of each member of the ensemble.
        examples: The images that it was trained, validated and tested on.
        contradictions: The contradictions among the labels, which were left as they are.
        vocabulary: The vocabulary of the attributes.
    """

    exported: ExportedAnnotator
    histories: tuple[History, ...]
    examples: Examples
    contradictions: Contradictions
    vocabulary: Vocabulary


def train_attributes(
    config: AttributeTraining, folder: Path, *, progress: ProgressReport | None = None
) -> TrainedAnnotator:
    """Train an annotator, or go on where an earlier run in the folder was stopped.

    ``member-N`` in the folder holds each network's log, checkpoints and best weights; ``NAME.onnx`` and ``NAME.toml``
    are the annotator and its card.

    Args:
        config: The configuration; ``AttributeTraining.load`` reads it from a TOML file.
        folder: The folder of the run; made if need be.
        progress: Shows how far the training is.

    Raises:
        ConfigError: The configuration, the face sets and an earlier run in the folder don't fit each other.
        ContractError: The sets are aligned differently, or have embeddings of different networks.
        FaceSetError: A set or a layer doesn't exist.
        TrainingError: The loss became infinite or no number.
    """
    vocabulary = Vocabulary.load(config.vocabulary)
    families = _softmax_families(config, vocabulary)
    examples = load_examples(config.sets, vocabulary, split=config.split, seed=config.seed)
    networks, histories = [], []
    with closing(_make_inputs(config, examples)) as inputs:
        for member in range(config.members):
            seed = config.seed + member
            network = build_network(
                config.network, inputs.contract, attributes=len(vocabulary.attributes), seed=seed, member=member
            )
            task = AttributeTask(config, examples, inputs, network, families, member=member)
            if config.network.start:
                start = starting_weights(config.network.start, member=member).parent
                paths = [source.path for source in config.sets]
                check_start(start, task.settings(), paths=paths, held_out=held_out_of_set)
            if not task.learnt.any():
                msg = "no attribute has both positive and negative labels among the training people: nothing to learn"
                raise ConfigError(msg)
            member_folder = folder / f"member-{member}"
            histories.append(train(task, config.loop, member_folder, seed=seed, progress=progress))
            networks.append(load_best_weights(network, member_folder))
        exported = export_annotator(
            config,
            examples,
            inputs,
            networks,
            learnt=task.learnt,
            families=families,
            vocabulary=vocabulary,
            folder=folder,
        )
    contradictions = find_contradictions(examples.labels, vocabulary)
    return TrainedAnnotator(exported, tuple(histories), examples, contradictions, vocabulary)


def _make_inputs(config: AttributeTraining, examples: Examples) -> Inputs:
    if config.network.over == "images":
        return FaceInputs(examples, config.augmentation, seed=config.seed)
    return EmbeddingInputs(examples, config.network.over)


def _softmax_families(config: AttributeTraining, vocabulary: Vocabulary) -> tuple[SoftmaxFamily, ...]:
    family_of = {family.name: family for family in vocabulary.families}
    for name in config.network.exclusive:
        if name not in family_of:
            has = ", ".join(family_of) or "none"
            msg = f"network.exclusive: {vocabulary.name} has no family {name!r}; it has {has}"
            raise ConfigError(msg)
    return tuple(
        SoftmaxFamily(members=family_of[name].members, exhaustive=family_of[name].exhaustive)
        for name in config.network.exclusive
    )
