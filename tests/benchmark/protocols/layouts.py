"""Small benchmarks in the layouts in which the true ones are given out, with what should be read from them."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.io import savemat
from tests.conftest import picture

from facegap.faceset import encode_jpeg

Reference = str | frozenset[str]
"""An image by its id, or a template by those of its images."""
SimilarPair = tuple[Reference, Reference, bool]

GROUPS = ("African", "Asian", "Caucasian", "Indian")


@dataclass(frozen=True)
class Layout:
    """What a builder has written.

    Attributes:
        data: for ``--data``.
        pairs: of each task that verifies.
        folds: of each task; tasks without folds are left out.
        groups: likewise.
        people: whose each image is; None where the protocol doesn't say.
        searches: of each task that identifies: gallery, probes, and the mate of each probe.
    """

    data: Path
    pairs: dict[str, list[SimilarPair]]
    folds: dict[str, list[int]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, str | None] | None = None
    searches: dict[str, tuple[list[Reference], list[Reference], list[Reference | None]]] = field(default_factory=dict)


def write_images(folder: Path, names: Sequence[str], *, side: int = 16) -> None:
    for seed, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(encode_jpeg(picture(seed, side=side), quality=95))


def write_lines(path: Path, lines: Sequence[str], *, end: str = "\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line + end for line in lines), newline="")
    return path


def lfw_lines(people: Sequence[str], folds: int) -> tuple[list[str], list[SimilarPair]]:
    """In each fold one mated pair of one person, and one non-mated pair with the next."""
    lines, pairs = [], []
    for fold in range(folds):
        one, other = (people[(fold + step) % len(people)] for step in (0, 1))
        lines += [f"{one}\t1\t2", f"{one}\t1\t{other}\t3"]
        pairs += [
            (f"{one}/{one}_0001", f"{one}/{one}_0002", True),
            (f"{one}/{one}_0001", f"{other}/{other}_0003", False),
        ]
    return lines, pairs


def photographs(people: Sequence[str], count: int = 3) -> dict[str, str]:
    """Names of files in LFW's form, and whose they are."""
    return {f"{person}/{person}_{n:04d}": person for person in people for n in range(1, count + 1)}


def lfw(path: Path) -> Layout:
    people = photographs(["Ann_Lee", "Bob", "Cy_O'Neil", "Dee-Dee_X"])
    write_images(path / "lfw-deepfunneled", [f"{name}.jpg" for name in people])
    lines, pairs = lfw_lines(["Ann_Lee", "Bob", "Cy_O'Neil", "Dee-Dee_X"], 10)
    write_lines(path / "pairs.txt", ["10\t1", *lines])
    return Layout(path, {"lfw": pairs}, {"lfw": [n // 2 for n in range(20)]}, people=people)


def rfw(path: Path) -> Layout:
    pairs, people = {}, {}
    for number, group in enumerate(GROUPS):
        names = [f"m.0{number}{letter}" for letter in "abcd"]
        mine = {f"{group}/{name}": person for name, person in photographs(names).items()}
        write_images(path / "test" / "data", [f"{name}.jpg" for name in mine])
        lines, listed = lfw_lines(names, 10)
        write_lines(path / "test" / "txts" / group / f"{group}_pairs.txt", lines)
        pairs[f"rfw-{group.lower()}"] = [(f"{group}/{one}", f"{group}/{other}", mated) for one, other, mated in listed]
        people |= mine
    folds = [n // 2 for n in range(20)]
    groups = {f"rfw-{group.lower()}": [group] * 20 for group in GROUPS}
    return Layout(
        path,
        {"rfw": [pair for listed in pairs.values() for pair in listed], **pairs},
        {"rfw": folds * 4} | dict.fromkeys(pairs, folds),
        {"rfw": [group for group in GROUPS for _ in range(20)]} | groups,
        people,
    )


def calfw(path: Path) -> Layout:
    return _cross_lfw(path, "calfw", digits=4, folder="aligned images", labels=[*range(1, 11)])


def cplfw(path: Path) -> Layout:
    return _cross_lfw(path, "cplfw", digits=1, folder="images", labels=[1] * 10)


def _cross_lfw(path: Path, name: str, *, digits: int, folder: str, labels: list[int]) -> Layout:
    """Two lines a pair; ten mated pairs, then ten others."""
    people = {f"Person_{person}_{n:0{digits}d}": f"Person_{person}" for person in "abcde" for n in (1, 2, 3, 4)}
    write_images(path / folder, [f"{image}.jpg" for image in people])
    names = list(people)
    mated = [(names[4 * (n % 5) + n // 5], names[4 * (n % 5) + n // 5 + 1], True) for n in range(10)]
    others = [(names[n], names[n + 10], False) for n in range(10)]
    listed = [(pair, label) for pair, label in zip([*mated, *others], [*labels, *[0] * 10], strict=True)]
    lines = [f"{image}.jpg {label}" for pair, label in listed for image in pair[:2]]
    write_lines(path / f"pairs_{name.upper()}.txt", lines)
    used = {image: people[image] for pair in [*mated, *others] for image in pair[:2]}
    return Layout(path, {name: [*mated, *others]}, {name: [*range(10), *range(10)]}, people=used)


def agedb(path: Path) -> Layout:
    images = {f"{name}_{number}_{age}_f": name for name in ("AnnLee", "BobRoss") for number, age in ((7, 20), (8, 55))}
    write_images(path / "03_Protocol_Images", [f"{image}.jpg" for image in images])
    a, b, c, d = images
    splits = np.empty((2, 1), dtype=object)
    for fold, pairs in enumerate([[(a, b), (a, c)], [(c, d), (b, d)]]):
        cells = np.empty((2, 2), dtype=object)
        for place, pair in enumerate(pairs):
            for side, image in enumerate(pair):
                cells[side, place] = {"name": image, "age": int(image.split("_")[2])}
        splits[fold, 0] = {"pairs": cells, "labels": np.array([[1, -1]])}
    savemat(path / "04_FINAL_protocol_30_years.mat", {"splits": splits})
    pairs = [(a, b, True), (a, c, False), (c, d, True), (b, d, False)]
    return Layout(path, {"agedb-30": pairs}, {"agedb-30": [0, 0, 1, 1]}, people=images)


def cfp(path: Path) -> Layout:
    people = ("001", "002", "003")
    frontal = [f"Data/Images/{person}/frontal/{n:02d}" for person in people for n in (1, 2)]
    profile = [f"Data/Images/{person}/profile/{n:02d}" for person in people for n in (1, 2)]
    write_images(path, [f"{name}.jpg" for name in [*frontal, *profile]])
    for letter, names in (("F", frontal), ("P", profile)):
        lines = [f"{number} ../{name}.jpg" for number, name in enumerate(names, start=1)]
        write_lines(path / "Protocol" / f"Pair_list_{letter}.txt", lines, end="\r\n")
    for kind in ("FF", "FP"):
        for split, same, diff in (("01", "1,2", "1,3"), ("02", "3,4", "4,6")):
            write_lines(path / "Protocol" / "Split" / kind / split / "same.txt", [same])
            write_lines(path / "Protocol" / "Split" / kind / split / "diff.txt", [diff])
    listed = [(0, 1, True), (0, 2, False), (2, 3, True), (3, 5, False)]
    pairs = {
        "cfp-ff": [(frontal[one], frontal[other], mated) for one, other, mated in listed],
        "cfp-fp": [(frontal[one], profile[other], mated) for one, other, mated in listed],
    }
    used = {name: name.split("/")[2] for task in pairs.values() for pair in task for name in pair[:2]}
    return Layout(path, pairs, {task: [0, 0, 1, 1] for task in pairs}, people=used)


def larger_cfp(path: Path, *, people: int, unreadable: Sequence[str]) -> Layout:
    """CFP with ten splits of a mated and a non-mated pair of each second person, images alike, some damaged."""
    names = [f"{person:03d}" for person in range(1, people + 1)]
    frontal = [f"Data/Images/{person}/frontal/{n:02d}" for person in names for n in (1, 2)]
    profile = [f"Data/Images/{person}/profile/{n:02d}" for person in names for n in (1, 2)]
    for seed, name in enumerate([*frontal, *profile]):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        alike = 0.6 * picture(1000 + int(name.split("/")[2]), side=16) + 0.4 * picture(seed, side=16)
        (path / f"{name}.jpg").write_bytes(encode_jpeg(alike.astype(np.uint8), quality=95))
    for name in unreadable:
        (path / f"{name}.jpg").write_bytes(b"no image")
    for letter, images in (("F", frontal), ("P", profile)):
        lines = [f"{number} ../{name}.jpg" for number, name in enumerate(images, start=1)]
        write_lines(path / "Protocol" / f"Pair_list_{letter}.txt", lines)
    pairs: dict[str, list[SimilarPair]] = {"cfp-ff": [], "cfp-fp": []}
    folds: dict[str, list[int]] = {"cfp-ff": [], "cfp-fp": []}
    for kind, second in (("FF", frontal), ("FP", profile)):
        for split in range(10):
            same = [(2 * person, 2 * person + 1) for person in range(split % 2, people, 2)]
            diff = [(one, (other + 2 * split + 1) % len(frontal)) for one, other in same]
            folder = path / "Protocol" / "Split" / kind / f"{split + 1:02d}"
            for file, listed in (("same", same), ("diff", diff)):
                write_lines(folder / f"{file}.txt", [f"{one + 1},{other + 1}" for one, other in listed])
                pairs[f"cfp-{kind.lower()}"] += [(frontal[one], second[other], file == "same") for one, other in listed]
                folds[f"cfp-{kind.lower()}"] += [split] * len(listed)
    return Layout(path, pairs, folds, people={name: name.split("/")[2] for name in [*frontal, *profile]})


def bins(path: Path) -> Layout:
    """Two sets; the second of 11 pairs, which ten folds can't share equally."""
    path.mkdir(parents=True, exist_ok=True)
    pairs = {}
    for name, count in (("agedb_30", 20), ("lfw", 11)):
        images = [encode_jpeg(picture(seed, side=112), quality=95) for seed in range(2 * count)]
        same = [n % 2 == 0 for n in range(count)]
        (path / f"{name}.bin").write_bytes(pickle.dumps((images, same)))
        pairs[name] = [(f"{name}/{2 * n:06d}", f"{name}/{2 * n + 1:06d}", mated) for n, mated in enumerate(same)]
    return Layout(path, pairs, {"agedb_30": [n // 2 for n in range(20)], "lfw": [0, *range(10)]})


def ijbb(path: Path) -> Layout:
    return _ijb(path, "ijbb", ("S1", "S2"))


def ijbc(path: Path) -> Layout:
    return _ijb(path, "ijbc", ("G1", "G2"))


def _ijb(path: Path, name: str, galleries: tuple[str, str]) -> Layout:
    """Five templates of nine images of subjects 70, 80, 90; image 9 is in two templates."""
    members = [(1, 11, 5), (2, 11, 5), (3, 11, 6), (4, 40, 7), (5, 40, 8), (6, 105, 9), (7, 7, 1), (8, 300, 2)]
    members += [(9, 300, 3), (9, 105, 3)]
    write_images(path / "loose_crop", [f"{image}.jpg" for image in range(1, 10)], side=40)
    meta = path / "meta"
    points = "12.5 14 27.25 14 20 21 14 28 26 28"
    write_lines(meta / f"{name}_name_5pts_score.txt", [f"{image}.jpg {points} 0.99{image}" for image in range(1, 10)])
    write_lines(meta / f"{name}_face_tid_mid.txt", [f"{image}.jpg {t} {m}" for image, t, m in members])
    write_lines(meta / f"{name}_template_pair_label.txt", ["11 300 1", "11 105 0", "40 7 1", "40 11 0"])
    header = "TEMPLATE_ID,SUBJECT_ID,FILENAME,SIGHTING_ID,FACE_X"
    subjects = {11: 70, 300: 70, 40: 80, 7: 80, 105: 90}
    for file, templates in (
        (f"gallery_{galleries[0]}", [11]),
        (f"gallery_{galleries[1]}", [40]),
        ("probe_mixed", [7, 105, 300]),
    ):
        rows = [f"{t},{subjects[t]},img/{image}.jpg,1," for image, t, _ in members if t in templates]
        write_lines(meta / f"{name}_1N_{file}.csv", [header, *rows])
    of = {t: frozenset(str(image) for image, other, _ in members if other == t) for t in subjects}
    probes = [of[7], of[105], of[300]]
    return Layout(
        path,
        {name: [(of[11], of[300], True), (of[11], of[105], False), (of[40], of[7], True), (of[40], of[11], False)]},
        people={str(image): str(subjects[t]) for image, t, _ in reversed(members)},
        searches={
            f"{name}-1n-{galleries[0].lower()}": ([of[11]], probes, [None, None, of[11]]),
            f"{name}-1n-{galleries[1].lower()}": ([of[40]], probes, [of[40], None, None]),
            f"{name}-1n": ([of[11], of[40]], probes, [of[40], None, of[11]]),
        },
    )


def frcsyn(path: Path) -> Layout:
    """The first edition's files, one with labels and groups in its lines, one with labels beside it."""
    bupt = [f"African/m.0{person}/{image}.jpg" for person in "ab" for image in (1, 2)]
    agedb = ["1_X.jpg", "2_X.jpg", "3_Y.jpg"]
    write_images(path / "Real" / "BUPT-BalancedFace" / "race_per_7000", bupt)
    write_images(path / "images" / "agedb", agedb)
    lists = path / "comparison_files"
    windows = bupt[0].replace("/", "\\")
    lines = [f"{windows};{bupt[1]};1;African male", f"{bupt[0]};{bupt[2]};0;African female"]
    write_lines(lists / "sub-tasks_1.1_1.2" / "bupt_comparison.txt", lines)
    write_lines(
        lists / "sub-tasks_2.1_2.2" / "bupt_comparison.txt", [f"{bupt[2]};{bupt[3]};1", f"{bupt[2]};{bupt[1]};0"]
    )
    write_lines(
        lists / "sub-tasks_2.1_2.2" / "agedb_comparison.txt", [f"{agedb[0]};{agedb[1]}", f"{agedb[0]};{agedb[2]}"]
    )
    write_lines(lists / "sub-tasks_2.1_2.2" / "agedb_labels.txt", ["1", "0"])
    a, b, c, d = (f"bupt/{name.removesuffix('.jpg')}" for name in bupt)
    pairs = {
        "frcsyn-1.1-1.2-bupt": [(a, b, True), (a, c, False)],
        "frcsyn-2.1-2.2-agedb": [("agedb/1_X", "agedb/2_X", True), ("agedb/1_X", "agedb/3_Y", False)],
        "frcsyn-2.1-2.2-bupt": [(c, d, True), (c, b, False)],
    }
    return Layout(path, pairs, groups={"frcsyn-1.1-1.2-bupt": ["African male", "African female"]})


def frll(path: Path) -> Layout:
    """As the authors give it out: neutral faces have the number 3, smiling ones 8."""
    neutral = [f"neutral_front/{person}_03" for person in ("001", "140")]
    smiling = [f"smiling_front/{person}_08" for person in ("001", "140")]
    write_images(path, [f"{name}.jpg" for name in [*neutral, *smiling]])
    people = {name: name.split("/")[1][:3] for name in [*neutral, *smiling]}
    return Layout(path, {}, people=people, searches={"frll": (neutral, smiling, neutral)})


def gallery(path: Path) -> Layout:
    """Ann has two images in the gallery, Bob one; Eve is a stranger."""
    people = {"gallery/ann/1": "ann", "gallery/ann/2": "ann", "gallery/bob": "bob"}
    people |= {"probes/ann": "ann", "probes/bob/x": "bob", "probes/eve": "eve"}
    write_images(path, [f"{name}.jpg" for name in people])
    ann, bob = frozenset(["gallery/ann/1", "gallery/ann/2"]), frozenset(["gallery/bob"])
    probes = [frozenset([name]) for name in people if name.startswith("probes")]
    return Layout(path, {}, people=people, searches={"gallery": ([ann, bob], probes, [ann, bob, None])})


def own_pairs(path: Path) -> Layout:
    write_images(path, ["a/1.jpg", "a/2.jpg", "b, c/1.png"])
    lines = [
        "note,image1,image2,mated,fold,group,person1,person2",
        "x,a/1.jpg,a/2.jpg,1,3,g,ann,ann",
        ',a/1.jpg,"b, c/1.png",FALSE,5,,ann,',
        "again,a/1.jpg,a/2.jpg,true,5,g,ann,ann",
        ',a/2.jpg,"b, c/1.png",0,3,,ann,',
    ]
    write_lines(path / "pairs.csv", lines)
    pairs = [("a/1", "a/2", True), ("a/1", "b, c/1", False), ("a/1", "a/2", True), ("a/2", "b, c/1", False)]
    people = {"a/1": "ann", "a/2": "ann", "b, c/1": None}
    return Layout(path, {"pairs": pairs}, {"pairs": [0, 1, 1, 0]}, {"pairs": ["g", None, "g", None]}, people)


BUILDERS: dict[str, Callable[[Path], Layout]] = {
    "agedb": agedb,
    "bin": bins,
    "calfw": calfw,
    "cfp": cfp,
    "cplfw": cplfw,
    "frcsyn": frcsyn,
    "frll": frll,
    "gallery": gallery,
    "ijbb": ijbb,
    "ijbc": ijbc,
    "lfw": lfw,
    "pairs": own_pairs,
    "rfw": rfw,
}
