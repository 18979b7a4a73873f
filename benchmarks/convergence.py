"""Draws the error of each estimator of the joint divergence against the size of the sample, for docs/divergence.md."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from facegap.compare.joint import Sample, classifier_divergence, tree_divergence
from facegap.compare.joint.densities.common_radius import corrected
from facegap.compare.joint.densities.kernel_density import kernel_densities
from facegap.compare.joint.densities.neighbor_density import neighbor_densities
from facegap.compare.joint.trees.tree_model import TreeModel, kl_trees

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZES = (250, 500, 1000, 2000, 4000, 8000)
REPEATS = 2
GAUSSIANS = ((2, 1.3), (10, 1.15), (47, 1.05))  # dimensions, and the width of Q, whose mean is one away
COLORS = {
    "kernel density": "#1f6f8b",
    "neighbors, plain": "#e0a458",
    "neighbors, corrected": "#d1495b",
    "classifier (bound)": "#7a6f9b",
}


def gaussians(dimensions: int, width: float, count: int, seed: int) -> tuple[Sample, Sample]:
    rng = np.random.default_rng([seed, count, dimensions])
    p, q = (rng.standard_normal((count, dimensions)) for _ in range(2))
    people = np.arange(count)
    return Sample.of(p, people), Sample.of(q * width + 1 / np.sqrt(dimensions), people)


def truth(dimensions: int, width: float) -> tuple[float, float]:
    """KL(P‖Q) and KL(Q‖P) of these Gaussians."""
    spread = dimensions * np.log(width)
    p_q = (dimensions / width**2 + 1 / width**2 - dimensions) / 2 + spread
    return p_q, (dimensions * width**2 + 1 - dimensions) / 2 - spread


def estimates(p: Sample, q: Sample) -> dict[str, np.ndarray]:
    """KL both ways by each estimator."""
    kernels, neighbors = kernel_densities(p=p, q=q), neighbor_densities(p=p, q=q)
    bound = classifier_divergence(p=p, q=q)
    return {
        "kernel density": kernels.kl(p.everything, q.everything)[0],
        "neighbors, plain": neighbors.kl(p.everything, q.everything)[0],
        "neighbors, corrected": corrected(neighbors),
        "classifier (bound)": np.array([bound.p_q.value.value, bound.q_p.value.value]),
    }


def label_tree(seed: int, attributes: int = 47) -> TreeModel:
    """A tree of labels in which each attribute depends on one before it."""
    rng = np.random.default_rng(seed)
    parents = np.array([0, *(int(rng.integers(0, child)) for child in range(1, attributes))])
    conditionals = rng.dirichlet(np.ones(3), (attributes, 3)) * 0.4 + 0.3 * np.eye(3) + 0.1
    conditionals[0] = [0.4, 0.2, 0.4]
    return known_tree(parents, conditionals)


def mixed(tree: TreeModel, other: TreeModel, share: float) -> TreeModel:
    """The first tree with a share of the second's conditionals."""
    return known_tree(tree.parents, (1 - share) * tree.conditionals + share * other.conditionals)


def known_tree(parents: np.ndarray, conditionals: np.ndarray) -> TreeModel:
    """The model of a tree whose parents come before their children; of pairs it knows those along its edges."""
    count = len(parents)
    pairs = np.zeros((count, count, 3, 3))
    pairs[0, 0] = np.diag(conditionals[0, 0])
    for child in range(1, count):
        parent = np.diag(pairs[parents[child], parents[child]])
        pairs[parents[child], child] = parent[:, None] * conditionals[child]
        pairs[child, child] = np.diag(parent @ conditionals[child])
    return TreeModel(np.arange(count), parents, conditionals, pairs)


def draw_labels(tree: TreeModel, count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng([seed, count])
    labels = np.zeros((count, len(tree.order)), dtype=np.int8)
    for child in range(len(tree.order)):
        chances = tree.conditionals[child][labels[:, tree.parents[child]]].cumsum(axis=1)
        labels[:, child] = (rng.random(count)[:, None] > chances[:, :2]).sum(axis=1)
    return labels - np.int8(1)


def tree_estimates(count: int, seed: int, p: TreeModel, q: TreeModel) -> dict[str, np.ndarray]:
    people = np.arange(count)
    labels = [draw_labels(tree, count, 2 * seed + side) for side, tree in enumerate((p, q))]
    found = tree_divergence(p=labels[0], p_people=people, q=labels[1], q_people=people)
    return {
        "trees as they are": np.array(found.raw),
        "corrected by halves": np.array([found.p_q.value.value, found.q_p.value.value]),
    }


def estimates_of_gaussians(dimensions: int, width: float, count: int, seed: int) -> dict[str, np.ndarray]:
    return estimates(*gaussians(dimensions, width, count, seed))


def curves(find: Callable[[int, int], dict[str, np.ndarray]], sizes: tuple[int, ...]) -> dict[str, np.ndarray]:
    """By name, float64 (sizes, repeats, 2)."""
    found = [[find(size, repeat) for repeat in range(REPEATS)] for size in sizes]
    return {name: np.array([[one[name] for one in row] for row in found]) for name in found[0][0]}


def panel(
    axes: Axes, sizes: tuple[int, ...], found: dict[str, np.ndarray], of: tuple[float, float], title: str
) -> None:
    """Full lines are KL(P‖Q), broken ones KL(Q‖P); black is the truth."""
    palette = COLORS | {"trees as they are": "#e0a458", "corrected by halves": "#1f6f8b"}
    for way, style in enumerate(("-", "--")):
        axes.axhline(of[way], color="black", linestyle=style, linewidth=1)
        for name, values in found.items():
            axes.plot(
                sizes, values[..., way].mean(axis=1), style, color=palette[name], marker="o", markersize=3,
                label=None if way else name,
            )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], fontsize=7)
    axes.minorticks_off()
    axes.set_title(title, fontsize=10)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel("images of each set")


def main() -> None:
    """Draw, and print the numbers."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(11, 7.5), layout="constrained")
    FigureCanvasAgg(canvas)
    all_axes = canvas.subplots(2, 2).ravel()
    for axes, (dimensions, width) in zip(all_axes, GAUSSIANS, strict=False):
        found = curves(partial(estimates_of_gaussians, dimensions, width), SIZES)
        of = truth(dimensions, width)
        panel(axes, SIZES, found, of, f"Gaussians of {dimensions} dimensions, Q {width}× as wide")
        print(dimensions, of, {name: values.mean(axis=1).round(3).tolist() for name, values in found.items()})
    p = label_tree(0)
    q = mixed(p, label_tree(1), 0.35)
    found, of = curves(lambda n, s: tree_estimates(n, s, p, q), SIZES), (kl_trees(p=p, q=q), kl_trees(p=q, q=p))
    panel(all_axes[3], SIZES, found, of, "Labels: a tree of 47 attributes")
    print("tree", of, {name: values.mean(axis=1).round(3).tolist() for name, values in found.items()})
    all_axes[0].legend(frameon=False, fontsize=8)
    all_axes[3].legend(frameon=False, fontsize=8)
    for axes in all_axes[::2]:
        axes.set_ylabel("KL, nats")
    canvas.savefig(IMAGES / "divergence-convergence.png", dpi=110)


if __name__ == "__main__":
    main()
