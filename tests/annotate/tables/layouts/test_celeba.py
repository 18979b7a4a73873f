from pathlib import Path

import pytest
from tests.conftest import MakeSet

from facegap.annotate.tables import TableOptions, read_annotations, read_celeba
from facegap.annotate.tables.layout_labels import read_labels
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError, FormatError
from facegap.compare.labels import LabeledSet
from facegap.engine import LocalRunner, run

NAMES = Vocabulary.load("celeba40").attributes
POSITIVE = ("Male", "Mouth_Slightly_Open")


def line(file: str, *positive: str) -> str:
    # CelebA pads its ones: "000001.jpg -1  1  1 -1 ".
    return f"{file} " + " ".join(" 1" if name in positive else "-1" for name in NAMES)


def write(folder: Path, *lines: str, count: int | None = None, names: str = " ".join(NAMES)) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "list_attr_celeba.txt"
    path.write_text("\n".join([str(len(lines) if count is None else count), f"{names} ", *lines, ""]))
    return path


def test_attributes_with_identities_and_partition(tmp_path: Path) -> None:
    path = write(tmp_path / "Anno", line("000001.jpg", *POSITIVE), line("000002.jpg"), line("000003.jpg", "Young"))
    (tmp_path / "Anno/identity_CelebA.txt").write_text("000003.jpg 7\n000001.jpg 2880\n000002.jpg 2880\n")
    (tmp_path / "Eval").mkdir()
    (tmp_path / "Eval/list_eval_partition.txt").write_text("000001.jpg 0\n000002.jpg 1\n000003.jpg 2\n")
    found = read_annotations(path)
    assert found.image_ids.to_list() == ["000001.jpg", "000002.jpg", "000003.jpg"]
    assert found.identities is not None
    assert found.partition is not None
    assert found.identities.to_list() == ["2880", "2880", "7"]
    assert found.partition.to_list() == ["train", "validation", "test"]
    assert [name for name, label in zip(NAMES, found.labels[0], strict=True) if label == 1] == sorted(POSITIVE)
    assert found.labels.sum() == -120 + 2 * 3


def test_attributes_alone_and_windows_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path, line("1.jpg", "Bald"), line("2.jpg"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = read_celeba(path)
    assert (found.identities, found.partition) == (None, None)
    assert found.labels.sum() == -80 + 2
    assert found.image_ids.to_list() == ["1.jpg", "2.jpg"]


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        ([line("1.jpg"), line("2.jpg")], {"count": 3}, "its first line says 3 images, and it has 2"),
        ([line("1.jpg"), line("2.jpg").replace("-1", "2", 1)], {}, "line 4: '2' in the column '5_o_Clock_Shadow'"),
        ([line("1.jpg") + " 1"], {}, "line 3: 42 cells where there are 41 columns"),
        ([line("1.jpg")], {"names": " ".join(NAMES[1:])}, "line 2: .* missing: 5_o_Clock_Shadow"),
        ([line("1.jpg")], {"names": " ".join((*NAMES, "Tall"))}, "line 2: .* too many: Tall"),
        ([], {}, "no image"),
    ],
)
def test_what_is_wrong_with_the_attributes(tmp_path: Path, lines: list[str], options: dict, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_annotations(write(tmp_path, *lines, **options))


@pytest.mark.parametrize(
    ("identities", "partition", "message"),
    [
        ("1.jpg 5\n", None, r"identity_CelebA.txt: has no line of 1 images that .*list_attr_celeba.txt has, such as 2"),
        ("1.jpg 5\n2.jpg 5\n3.jpg 5\n", None, r"list_attr_celeba.txt: has no line of 1 images that .* has, such as 3"),
        ("1.jpg 5\n2.jpg\n", None, r"identity_CelebA.txt, line 2: 1 cells"),
        ("1.jpg 5\n2.jpg 5\n1.jpg 6\n", None, r"identity_CelebA.txt, line 3: 1.jpg is there twice"),
        (None, "1.jpg 0\n2.jpg 3\n", "'3', of 2.jpg, is no part"),
    ],
)
def test_files_that_do_not_fit_together(
    tmp_path: Path, identities: str | None, partition: str | None, message: str
) -> None:
    path = write(tmp_path, line("1.jpg"), line("2.jpg"))
    for name, text in (("identity_CelebA.txt", identities), ("list_eval_partition.txt", partition)):
        if text:
            (tmp_path / name).write_text(text)
    with pytest.raises(FormatError, match=message):
        read_celeba(path)


def test_a_layer_in_maad_faces_vocabulary(make_set: MakeSet, tmp_path: Path) -> None:
    faces = make_set({"img": 3})
    path = write(tmp_path / "celeba", *(line(f"{number}.jpg", "Male", "Bald", "Bangs") for number in range(4)))
    (path.parent / "identity_CelebA.txt").write_text("".join(f"{number}.jpg {number // 2}\n" for number in range(4)))
    stage = read_labels(path, faces, name="mine", vocabulary="maad47")
    assert stage.unmatched_rows == 1
    run(stage, faces, runner=LocalRunner(1))
    found = LabeledSet.load(faces, "attributes/mine")
    assert found.attributes == Vocabulary.load("maad47").attributes
    assert (found.labels != 0).sum(axis=1).tolist() == [36] * 3
    assert faces.column("attributes/mine", "identity").to_list() == ["0", "0", "1"]
    with pytest.raises(ConfigError, match="read without other options"):
        read_labels(path, faces, options=TableOptions(zero="negative"))
