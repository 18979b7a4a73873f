import importlib
import inspect
import math
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from tests.recognize.heads.reference import buffers_of, others_of, penalty_of, shared_rng, state_of, target_of
from tests.recognize.heads.sharded_matrix import share

from facegap.base.errors import ConfigError
from facegap.recognize import heads
from facegap.recognize.heads import MARGINS, Margin, MarginCard, make_margin
from facegap.recognize.heads.adaface import AdaFace
from facegap.recognize.heads.margin import Detached


def _examples():
    """Own cosines (away from −1, 0, 1 and the guard's border), norms of all kinds, cosines with other classes."""
    rng = np.random.default_rng(5)
    cosine = torch.from_numpy(np.concatenate([rng.uniform(-0.99, 0.99, 40), [-0.95, -0.89, 0.97]]))
    norms = torch.from_numpy(np.concatenate([rng.uniform(1, 60, 40), [1e-5, 500.0, 99.0]]))
    return cosine, norms, torch.from_numpy(rng.uniform(-0.9, 0.9, (43, 7)))


def _settled(name):
    """With averages that aren't the first ones, and stand still."""
    margin = make_margin(name).double().eval()
    for buffer, value in {"mean": 25.0, "deviation": 9.0, "t": 0.3}.items():
        for found, tensor in margin.named_buffers():
            if found.endswith(buffer):
                tensor.fill_(value)
    return margin


@pytest.mark.parametrize("name", MARGINS)
def test_values_are_those_of_an_independent_implementation(name):
    cosine, norms, cosines = _examples()
    margin = _settled(name)
    kind = name.removesuffix("-detached")
    target = target_of(kind, cosine.numpy(), norms.numpy(), state_of(margin))
    others = others_of(kind, cosines.numpy(), cosine.numpy(), state_of(margin))
    np.testing.assert_allclose(margin.target(cosine, norms), target, rtol=0, atol=1e-12)
    np.testing.assert_allclose(margin.others(cosines, cosine), others, rtol=0, atol=1e-12)
    penalty = margin.penalty(norms)
    assert (penalty is not None) == bool(MARGINS[name].penalty), (
        f"set `penalty` on the card of {name}: its margin adds {'none' if penalty is None else 'one'}"
    )
    if penalty is not None:
        expected = penalty_of(kind, norms.numpy())
        np.testing.assert_allclose(
            penalty, expected, rtol=1e-12, err_msg=f"see to {kind} in penalty_of of reference.py"
        )


@pytest.mark.parametrize("name", MARGINS)
def test_gradients_are_those_of_the_card(name):
    cosine, norms, cosines = (tensor.requires_grad_() for tensor in _examples())
    margin = _settled(name)
    slope, of_norms = torch.autograd.grad(
        margin.target(cosine, norms).sum(), (cosine, norms), allow_unused=True, materialize_grads=True
    )
    assert of_norms.any() == MARGINS[name].norm_gradient, (
        f"set `norm_gradient` on the card of {name} to {bool(of_norms.any())}, as its target has it"
    )
    if MARGINS[name].detached:
        assert torch.equal(slope, torch.ones_like(slope))
    elif MARGINS[name].norm_gradient:
        assert torch.autograd.gradcheck(margin.target, (cosine, norms))
    else:
        assert torch.autograd.gradcheck(lambda own: margin.target(own, norms.detach()), cosine)
    if MARGINS[name].penalty:
        assert torch.autograd.gradcheck(margin.penalty, norms)
    assert torch.autograd.gradcheck(lambda all_of_them: margin.others(all_of_them, cosine.detach()), cosines)


def test_closed_forms_of_the_gradients():
    """sin(θ + m) / sin θ of ArcFace, and t + 2 cos of CurricularFace's hard classes."""
    angle = torch.linspace(0.1, math.pi - 0.6, 30, dtype=torch.float64)
    cosine = angle.cos().requires_grad_()
    make_margin("arcface").target(cosine, angle).sum().backward()
    torch.testing.assert_close(cosine.grad, (angle + 0.5).sin() / angle.sin())
    cosines = torch.tensor([[0.9, 0.2, -0.3]], dtype=torch.float64, requires_grad=True)
    _settled("curricularface").others(cosines, torch.tensor([0.6], dtype=torch.float64)).sum().backward()
    torch.testing.assert_close(cosines.grad, torch.tensor([[0.3 + 1.8, 0.3 + 0.4, 1.0]], dtype=torch.float64))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("name", MARGINS)
def test_gradients_are_finite_at_the_ends(name, dtype):
    """At cos = ±1 and one step of rounding inside."""
    ends = torch.tensor([-1.0, 1.0], dtype=dtype)
    cosine = torch.cat([ends, torch.nextafter(ends, torch.zeros_like(ends))]).requires_grad_()
    margin = make_margin(name).to(dtype)
    share(margin)
    target = margin.target(cosine, torch.tensor([5.0, 15.0, 25.0, 35.0], dtype=dtype))
    (slope,) = torch.autograd.grad(target.sum(), cosine)
    assert torch.isfinite(target).all()
    assert torch.isfinite(slope).all()


@pytest.mark.parametrize("name", [name for name in MARGINS if name.startswith(("arc", "curricular"))])
def test_further_away_is_never_better(name):
    """The guard where θ + m > π."""
    cosine = torch.linspace(-1, 1, 2001, dtype=torch.float64)
    target = make_margin(name).eval().target(cosine, cosine)
    assert (target.diff() > 0).all()
    assert target[0] == pytest.approx(-1 - 0.5 * math.sin(0.5))
    unguarded = torch.cos(cosine.acos() + 0.5)
    assert not (unguarded.diff() > 0).all()


@pytest.mark.parametrize("name", ["adaface", "adaface-detached"])
def test_adaface_keeps_moving_averages_of_the_norms(name):
    norms = np.array([3.0, 500.0, 40.0, 22.0])
    margin = make_margin(name)
    margin.target(torch.zeros(4), torch.from_numpy(norms).float())
    clipped = np.minimum(norms, 100)
    expected = {"mean": 0.99 * 20 + 0.01 * clipped.mean(), "deviation": 0.99 * 100 + 0.01 * clipped.std(ddof=1)}
    assert buffers_of(margin) == pytest.approx(expected)
    margin.target(torch.zeros(1), torch.tensor([7.0]))  # one image has no deviation
    assert buffers_of(margin)["deviation"] == pytest.approx(expected["deviation"])
    before = buffers_of(margin.eval())
    margin.target(torch.zeros(4), torch.ones(4))
    assert buffers_of(margin) == before


def test_curricularface_keeps_a_moving_average_of_the_own_cosines():
    margin = make_margin("curricularface")
    for own in (0.5, -0.1):
        margin.target(torch.tensor([own, own + 0.2]), torch.ones(2))
    assert buffers_of(margin) == pytest.approx({"t": 0.99 * (0.01 * 0.6) + 0.01 * 0.0})


def test_magface_draws_good_images_out_and_leaves_the_others_short():
    """The gradient to the length: m'(a) and g'(a) within [l_a, u_a] by hand, and nothing outside."""
    margin = make_margin("magface")
    norms = torch.tensor([5.0, 30.0, 90.0, 200.0], dtype=torch.float64, requires_grad=True)
    cosine = torch.full((4,), 0.5, dtype=torch.float64)
    (of_target,) = torch.autograd.grad(margin.target(cosine, norms).sum(), norms)
    (of_penalty,) = torch.autograd.grad(margin.penalty(norms).sum(), norms)
    within = torch.tensor([0.0, 1.0, 1.0, 0.0], dtype=torch.float64)
    turned = math.pi / 3 + 0.45 + 0.0035 * (norms.detach() - 10)
    torch.testing.assert_close(of_target, -0.0035 * turned.sin() * within)
    torch.testing.assert_close(of_penalty, 35 * (1 / 110**2 - norms.detach() ** -2) * within)
    with pytest.raises(ConfigError, match=r"must rise with the length: l_m = 0\.9 to u_m = 0\.8"):
        make_margin("magface", l_m=0.9)


def test_elasticface_draws_a_margin_for_each_image():
    margin = make_margin("elasticface-cos", sd=0.2)
    cosine = torch.zeros(1000, dtype=torch.float64)
    with pytest.raises(RuntimeError, match="call share_rng first"):
        margin.target(cosine, cosine)
    margin.share_rng(shared_rng())
    first, second = (-margin.target(cosine, cosine) for _ in range(2))
    assert first.mean() == pytest.approx(0.35, abs=0.02)
    assert first.std() == pytest.approx(0.2, abs=0.02)
    assert not (first == second).any()
    margin.share_rng(shared_rng())
    assert torch.equal(margin.target(cosine, cosine), -first)
    assert torch.equal(margin.eval().target(cosine, cosine), cosine - 0.35)


def test_a_card_must_say_the_range_of_each_option():
    with pytest.raises(ValueError, match=r"the card of 'mine' has ranges of \['m'\], its margin has options"):
        MarginCard("mine", "ours", "", "", AdaFace, {"m": (0.0, 1.0)})


def test_the_documentation_lists_every_margin():
    text = (Path(__file__).parents[3] / "docs/recognizers.md").read_text(encoding="utf-8")
    section = text.partition("\n## Heads\n")[2].partition("\n## ")[0]
    missing = [*MARGINS.keys() - re.findall(r"^\| `(.+?)`", section, flags=re.MULTILINE)]
    assert not missing, f"add a row for {missing} to the table of margins in docs/recognizers.md"


def test_every_margin_has_a_card():
    modules = [
        importlib.import_module(f"{heads.__name__}.{found.name}") for found in pkgutil.iter_modules(heads.__path__)
    ]
    kinds = {
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Margin) and kind.__module__ == module.__name__ and not inspect.isabstract(kind)
    }
    without = [kind.__name__ for kind in kinds - {Detached} - {card.kind for card in MARGINS.values()}]
    assert AdaFace in kinds
    assert not without, f"give {', '.join(sorted(without))} a card in MARGINS of heads/registry.py"


def test_options_are_those_of_the_card():
    assert MARGINS["adaface"].options == {"m": 0.4, "h": 0.333, "t_alpha": 0.01}
    assert make_margin("cosface", m=0.4).target(torch.tensor([0.5]), torch.ones(1)) == pytest.approx(0.1)
    with pytest.raises(ConfigError, match="unknown margin 'arkface'; did you mean 'arcface'"):
        make_margin("arkface")
    with pytest.raises(ConfigError, match="unknown option of the margin cosface: 'sd'; known: m"):
        make_margin("cosface", sd=0.05)
    with pytest.raises(ConfigError, match="did you mean 'lambda_g'"):
        make_margin("magface", lambda_=3)
    with pytest.raises(ConfigError, match=r"m = 3 of the margin .arcface. must be from 0\.0 to 1\.571"):
        make_margin("arcface", m=3)
