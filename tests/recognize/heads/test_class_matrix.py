import pickle

import numpy as np
import pytest
import torch
from tests.recognize.heads.reference import loss_of, state_of
from tests.recognize.heads.sharded_matrix import share
from torch.nn import functional

from facegap.recognize.heads import MARGINS, ClassMatrix, make_margin
from facegap.recognize.heads.class_rows import first_rows

N, CLASSES, DIMENSIONS = 6, 9, 8


def _matrix(name="cosface", *, classes=CLASSES, seed=3, options=None, **others):
    matrix = ClassMatrix(classes, DIMENSIONS, margin=make_margin(name, **(options or {})), seed=seed, **others)
    matrix.shard(process=0, processes=1)
    share(matrix)
    return matrix


def _batch(*, classes=CLASSES, dtype=torch.float64, seed=1):
    rng = np.random.default_rng(seed)
    embeddings = torch.from_numpy(rng.normal(0, 9, (N, DIMENSIONS))).to(dtype).requires_grad_()
    return embeddings, torch.from_numpy(rng.integers(classes, size=N))


@pytest.mark.parametrize("name", MARGINS)
def test_loss_is_that_of_an_independent_implementation(name):
    embeddings, labels = _batch()
    matrix = _matrix(name).double()
    loss = matrix(embeddings, labels)
    # Averages hold this batch before they are used.
    expected = loss_of(name.removesuffix("-detached"), embeddings.detach(), matrix.weight.detach(), labels.numpy(),
                       state_of(matrix))  # fmt: skip
    assert loss.item() == pytest.approx(expected, rel=1e-12)
    single = _matrix(name)(embeddings.float(), labels)
    assert single.dtype == torch.float32
    assert single.item() == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", [name for name in MARGINS if not MARGINS[name].detached])
def test_gradient_is_that_of_finite_differences(name):
    embeddings, labels = _batch()
    matrix = _matrix(name, scale=8.0).double().eval()
    # Row lengths of about 1 instead of 0.02, for the step of the differences.
    rows = (40 * matrix.weight.detach()).requires_grad_()
    call = torch.func.functional_call

    def loss(embeddings, rows):
        return call(matrix, {"weight": rows}, (embeddings, labels))

    # AdaFace's norm is a constant to its gradient, so only changes across the embedding say the same.
    if name == "adaface":
        across = torch.randn(N, DIMENSIONS, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        unit = functional.normalize(embeddings.detach())
        across = functional.normalize(across - (across * unit).sum(1, keepdim=True) * unit)
        norms = embeddings.detach().norm(dim=1, keepdim=True)

        def turned(angles, rows):
            return loss(norms * (angles[:, None].cos() * unit + angles[:, None].sin() * across), rows)

        angles = torch.zeros(N, dtype=torch.float64, requires_grad=True)
        assert torch.autograd.gradcheck(turned, (angles, rows))
    else:
        assert torch.autograd.gradcheck(loss, (embeddings, rows))


@pytest.mark.parametrize("name", [name for name in MARGINS if MARGINS[name].detached and "curricular" not in name])
def test_detached_gradient_is_chance_minus_truth(name):
    """d loss / d cos = s (p − y) / n for every class, as if the softmax had no margin."""
    embeddings, labels = _batch()
    matrix = _matrix(name).double().eval()
    matrix(embeddings, labels).backward()
    with torch.no_grad():
        unit, rows = functional.normalize(embeddings), functional.normalize(matrix.weight)
        cosines = unit @ rows.T
        own = cosines.gather(1, labels[:, None])
        logits = cosines.scatter(1, labels[:, None], matrix.margin.target(own[:, 0], embeddings.norm(dim=1))[:, None])
        slope = 64.0 / N * (torch.softmax(64.0 * logits, 1) - functional.one_hot(labels, CLASSES))
        direction = slope @ rows
        expected = direction - (direction * unit).sum(1, keepdim=True) * unit
    torch.testing.assert_close(embeddings.grad, expected / embeddings.detach().norm(dim=1, keepdim=True))


@pytest.mark.parametrize("name", ["arcface", "cosface"])
def test_no_margin_is_plain_softmax(name):
    embeddings, labels = _batch()
    matrix = _matrix(name, options={"m": 0.0}).double()
    mine = torch.autograd.grad(matrix(embeddings, labels), (embeddings, matrix.weight))
    cosines = functional.normalize(embeddings) @ functional.normalize(matrix.weight).T
    plain = torch.autograd.grad(functional.cross_entropy(64 * cosines, labels), (embeddings, matrix.weight))
    torch.testing.assert_close(mine, plain)


@pytest.mark.parametrize("name", MARGINS)
def test_an_embedding_on_its_row_or_opposite_has_a_finite_gradient(name):
    matrix = _matrix(name)
    labels = torch.tensor([0, 1, 2, 3])
    embeddings = (matrix.weight.detach()[:4] * torch.tensor([[900.0], [-900.0], [2.0], [-2.0]])).requires_grad_()
    loss = matrix(embeddings, labels)
    loss.backward()
    assert torch.isfinite(loss)
    assert torch.isfinite(embeddings.grad).all()
    assert torch.isfinite(matrix.weight.grad).all()


def test_autocast_changes_nothing():
    embeddings, labels = _batch(dtype=torch.float32)
    matrix = _matrix("arcface")
    loss = matrix(embeddings, labels)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.equal(matrix(embeddings, labels), loss)


def test_first_rows_depend_on_seed_and_class_alone():
    whole = first_rows(range(2100), 4, seed=1)
    parts = [first_rows(range(*ends), 4, seed=1) for ends in [(0, 700), (700, 1400), (1400, 2100)]]
    assert torch.equal(torch.cat(parts), whole)
    assert torch.equal(first_rows(range(1024, 1030), 4, seed=1), whole[1024:1030])
    assert not torch.equal(first_rows(range(2100), 4, seed=2), whole)
    assert len(whole.unique(dim=0)) == 2100
    assert whole.std().item() == pytest.approx(0.01, rel=0.03)


def test_sharding_splits_the_classes_and_keeps_what_was_learnt():
    parts = []
    for process in range(4):
        matrix = ClassMatrix(CLASSES, DIMENSIONS, margin=make_margin("cosface"), seed=3)
        assert matrix.weight is None
        matrix.shard(process=process, processes=4)
        parts.append(matrix.weight.detach())
    assert torch.equal(torch.cat(parts), _matrix().weight.detach())
    assert {len(part) for part in parts} == {2, 3}
    trained = _matrix()
    with torch.no_grad():
        trained.weight += 1
    copied = pickle.loads(pickle.dumps(trained))
    copied.shard(process=1, processes=4)
    torch.testing.assert_close(copied.weight.detach(), parts[1] + 1)
    copied.shard(process=1, processes=4)
    torch.testing.assert_close(copied.weight.detach(), parts[1] + 1)
    with pytest.raises(ValueError, match="rows of classes 2 to 3; others can't be kept"):
        copied.shard(process=0, processes=1)
    with pytest.raises(ValueError, match="9 classes can't be split so that process 0 of 10 has some"):
        _matrix().shard(process=0, processes=10)


def test_sampled_rows_alone_take_part():
    classes = 200
    matrix = _matrix("arcface", classes=classes, sample_rate=0.1).double()
    embeddings, labels = _batch(classes=classes)
    drawn = []
    for step in (1, 2, 1):
        torch.manual_seed(step)
        loss = matrix(embeddings, labels)
        (gradient,) = torch.autograd.grad(loss, matrix.weight)
        assert gradient.is_sparse
        chosen = gradient.coalesce().indices()[0]
        assert len(chosen) == 20
        assert set(labels.tolist()) <= set(chosen.tolist())
        rows = matrix.weight.detach()[chosen]
        places = np.searchsorted(chosen.numpy(), labels.numpy())
        assert loss.item() == pytest.approx(loss_of("arcface", embeddings.detach(), rows, places, {}))
        drawn.append(chosen.tolist())
    assert drawn[0] == drawn[2] != drawn[1]
    few = _matrix("arcface", sample_rate=0.1).double()  # 1 of 9 rows would have no room for the classes of 6 images
    few(embeddings, labels % CLASSES).backward()
    assert len(few.weight.grad.coalesce().indices()[0]) == N


def test_labels_beyond_the_matrix():
    embeddings, labels = _batch()
    for label in (CLASSES, -1):
        labels[3] = label
        with pytest.raises(ValueError, match=f"label {label}, but the class matrix has 9 classes"):
            _matrix()(embeddings, labels)


def test_embeddings_that_are_no_number_make_the_loss_none():
    embeddings, labels = _batch()
    with torch.no_grad():
        embeddings[2, 0] = torch.nan
    assert torch.isnan(_matrix().double()(embeddings, labels))


def test_wrong_use():
    matrix = ClassMatrix(CLASSES, DIMENSIONS, margin=make_margin("cosface"))
    with pytest.raises(RuntimeError, match="call shard first"):
        matrix(*_batch())
    with pytest.raises(ValueError, match="sample_rate 0"):
        ClassMatrix(CLASSES, DIMENSIONS, margin=make_margin("cosface"), sample_rate=0)
