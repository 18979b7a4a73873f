import numpy as np
import pytest
import torch

from facegap.annotate.learning.loss import AttributeLoss, LabelWeights
from facegap.models import SoftmaxFamily

ALIKE = LabelWeights(np.ones(4, dtype=np.float32), np.ones(4, dtype=np.float32))
NAMES = ("Male", "Young", "Middle_Aged", "Senior")
AGE = SoftmaxFamily(members=NAMES[1:], exhaustive=True)


def labels(*rows: list[int]) -> torch.Tensor:
    return torch.tensor(rows, dtype=torch.int8)


def test_an_attribute_alone_is_cross_entropy_over_what_is_decided() -> None:
    logits = torch.randn(50, 4, generator=torch.Generator().manual_seed(0))
    given = labels(*np.random.default_rng(0).integers(-1, 2, (50, 4)).tolist())
    decided = given != 0
    expected = torch.nn.functional.binary_cross_entropy_with_logits(
        logits[decided], (given[decided] > 0).float(), reduction="sum"
    )
    assert AttributeLoss(ALIKE, [], NAMES)(logits, given) == pytest.approx(float(expected) / given.numel(), rel=1e-5)


def test_a_family_whose_class_is_known_is_the_softmax_cross_entropy() -> None:
    logits = torch.randn(20, 4, generator=torch.Generator().manual_seed(1))
    which = torch.arange(20) % 3
    given = -torch.ones(20, 4, dtype=torch.int8)
    given[torch.arange(20), which + 1] = 1
    given[:, 0] = 0
    expected = 3 * torch.nn.functional.cross_entropy(logits[:, 1:], which, reduction="sum") / given.numel()
    assert float(AttributeLoss(ALIKE, [AGE], NAMES)(logits, given)) == pytest.approx(float(expected), rel=1e-5)


@pytest.mark.parametrize(
    ("given", "exhaustive", "possible"),
    [
        ([0, 0, -1], True, (0, 1)),  # one of the other two
        ([0, -1, -1], True, (0,)),
        ([0, 0, -1], False, (0, 1, 3)),  # or none of them
        ([-1, -1, -1], False, (3,)),
        ([1, 0, 0], False, (0,)),
    ],
)
def test_partly_labeled_faces_teach_what_they_say(
    given: list[int], exhaustive: bool, possible: tuple[int, ...]
) -> None:
    family = SoftmaxFamily(members=NAMES[1:], exhaustive=exhaustive)
    logits = torch.tensor([[0.0, 0.3, -1.2, 0.8]])
    classes = np.exp([0.3, -1.2, 0.8] if exhaustive else [0.3, -1.2, 0.8, 0.0])
    expected = -np.log(classes[list(possible)].sum() / classes.sum()) * 3 / 4
    loss = AttributeLoss(ALIKE, [family], NAMES)(logits, labels([0, *given]))
    assert float(loss) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("given", [[0, 0, 0], [-1, -1, -1]])
def test_what_says_nothing_or_can_not_be_teaches_nothing(given: list[int]) -> None:
    logits = torch.tensor([[0.0, 0.3, -1.2, 0.8]], requires_grad=True)
    loss = AttributeLoss(ALIKE, [AGE], NAMES)(logits, labels([0, *given]))
    loss.backward()
    assert loss.item() == 0
    assert logits.grad is not None
    assert not logits.grad.any()


def test_attributes_count_alike_and_both_signs_as_much() -> None:
    rng = np.random.default_rng(0)
    given = np.stack([np.where(rng.random(4000) < share, 1, -1) for share in (0.5, 0.02)], axis=1).astype(np.int8)
    given[1000:, 1] = 0
    weights = LabelWeights.balancing(given, balance=1.0)
    for attribute in range(2):
        positives = weights.positive[attribute] * (given[:, attribute] > 0).sum()
        negatives = weights.negative[attribute] * (given[:, attribute] < 0).sum()
        assert positives == pytest.approx(negatives, rel=1e-4) == pytest.approx(2000, rel=1e-4)


def test_one_class_teaches_nothing() -> None:
    given = np.array([[1, 1], [1, -1], [1, 1]], dtype=np.int8)
    weights = LabelWeights.balancing(given, balance=0.5)
    assert weights.learnt.tolist() == [False, True]
    assert weights.negative[0] == 0
