"""A small annotator for the tests, and its answers worked out by hand."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from facegap.engine import generator
from facegap.faceset import sha256
from facegap.models import (
    AnnotatorCard,
    AttributeCard,
    EmbeddingContract,
    InputContract,
    Model,
    ModelCard,
    SoftmaxFamily,
)

HIDDEN = 6

ATTRIBUTES = (
    AttributeCard(name="Male", temperature=2.0, bias=0.25, positive=0.3, negative=0.2, balanced_accuracy=0.875),
    AttributeCard(name="Black_Hair", positive=0.1),
    AttributeCard(name="Blond_Hair", temperature=0.5, negative=0.1),
    AttributeCard(name="Attractive"),
)

CARD = AnnotatorCard(
    vocabulary="maad47",
    dropout=0.5,
    passes=20,
    seed=3,
    families=(SoftmaxFamily(members=("Black_Hair", "Blond_Hair"), exhaustive=False),),
    limits=("Made by the tests.",),
    attributes=ATTRIBUTES,
)

CONTRACT = InputContract(width=8, height=8, color="RGB", mean=(0.5, 0.5, 0.5), alignment="arcface-112")


def write_annotator(
    path: Path,
    *,
    card: AnnotatorCard = CARD,
    members: int | None = None,
    seed: int = 0,
    embeddings: EmbeddingContract | None = None,
) -> tuple[Model, np.ndarray, np.ndarray]:
    """Write a linear network; return the model, its matrix (inputs, members, attributes, hidden) and its offsets."""
    rng = np.random.default_rng(seed)
    attributes, inputs = len(card.attributes), embeddings.dimensions if embeddings else 192
    weights = rng.standard_normal((inputs, members or 1, attributes, HIDDEN)).astype(np.float32)
    weights *= np.float32(1.5)
    offsets = rng.standard_normal((members or 1, attributes)).astype(np.float32)
    axes = [attributes] if members is None else [members, attributes]
    nodes = [
        helper.make_node("Flatten", ["given"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "weights"], ["product"]),
        helper.make_node("Reshape", ["product", "shape"], ["parts"]),
        helper.make_node("ReduceSum", ["parts", "last"], ["sums"], keepdims=0),
        helper.make_node("Add", ["sums", "offsets"], ["logits"]),
    ]
    arrays = {
        "weights": weights.reshape(inputs, -1),
        "shape": np.array([-1, *axes, HIDDEN]),
        "last": np.array([len(axes) + 1]),
        "offsets": offsets.reshape(axes),
    }
    takes = [inputs] if embeddings else [3, 8, 8]
    graph = helper.make_graph(
        nodes,
        "annotator",
        [helper.make_tensor_value_info("given", TensorProto.FLOAT, ["n", *takes])],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", *axes]),
            helper.make_tensor_value_info("parts", TensorProto.FLOAT, ["n", *axes, HIDDEN]),
        ],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return Model(model_card(card, path, embeddings), path, sha256(path)), weights, offsets


def card_of(annotator: AnnotatorCard) -> ModelCard:
    """A card without a file."""
    return ModelCard(
        name="net",
        role="annotator",
        file="net.onnx",
        summary="a matrix",
        source="the tests",
        license="Apache-2.0",
        terms="any use",
        commercial_use=True,
        training_data="random numbers",
        input=CONTRACT,
        annotator=annotator,
    )


def model_card(card: AnnotatorCard, path: Path, embeddings: EmbeddingContract | None = None) -> ModelCard:
    own = {"name": path.stem, "file": path.name, "sha256": sha256(path)}
    takes = {"input": None, "embeddings": embeddings} if embeddings else {}
    return card_of(card).model_copy(update=own | takes)


def by_hand(
    values: np.ndarray, weights: np.ndarray, offsets: np.ndarray, card: AnnotatorCard = CARD
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, reliability and labels of one input, (inputs,), member by member and pass by pass, as the cards say."""
    members, attributes = offsets.shape
    parts = np.einsum("i,imah->mah", values.astype(np.float64), weights)
    score = chances(np.mean([parts[m].sum(axis=1) + offsets[m] for m in range(members)], axis=0), card.attributes)
    drawn = generator(card.seed, "dropout").random((card.passes, attributes, HIDDEN), dtype=np.float32)
    passes = []
    for number, kept in enumerate(drawn >= card.dropout):
        member = number % members
        logits = (parts[member] * kept).sum(axis=1) / (1 - card.dropout) + offsets[member]
        passes.append(chances(logits, card.attributes))
    winning = np.where(score >= 0.5, passes, 1 - np.array(passes))
    spread = np.abs(winning[:, None] - winning[None]).mean(axis=(0, 1))
    sure = ((1 - card.alpha) * winning.mean(axis=0) - card.alpha * spread) / (1 - card.alpha)
    sure = np.clip(sure, 0, 1)
    limits = [
        (one.positive, 1) if high else (one.negative, -1)
        for one, high in zip(card.attributes, score >= 0.5, strict=True)
    ]
    labels = [label if least is not None and r >= least else 0 for (least, label), r in zip(limits, sure, strict=True)]
    return score, sure, np.array(labels)


def chances(logits: np.ndarray, attributes: Sequence[AttributeCard]) -> np.ndarray:
    """Calibrated scores; the second and third attribute exclude each other."""
    calibrated = [logit / one.temperature + one.bias for logit, one in zip(logits, attributes, strict=True)]
    found = [1 / (1 + np.exp(-value)) for value in calibrated]
    if len(attributes) == len(ATTRIBUTES):
        weights = np.exp([calibrated[1], calibrated[2], 0.0])
        found[1:3] = weights[:2] / weights.sum()
    return np.array(found)
