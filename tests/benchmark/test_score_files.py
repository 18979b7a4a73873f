"""Files of scores: what is read, and what is said of damaged ones."""

from pathlib import Path

import numpy as np
import pytest

from facegap.base.errors import BenchmarkError
from facegap.benchmark import read_scored_pairs


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_two_columns_with_and_without_a_header(tmp_path: Path) -> None:
    lines = ("0.5,1", "-3e2, 0", "nan,1", ",0", "12,TRUE")
    for header in ((), ("score,mated",), ("\ufeffscore , mated",)):
        read = read_scored_pairs(write(tmp_path / "own.csv", *header, *lines))
        assert read.task.name == "own"
        assert read.scores[[0, 1, 4]].tolist() == [0.5, -300, 12]
        assert np.isnan(read.scores[2:4]).all()
        assert read.task.mated.tolist() == [True, False, True, False, True]
        assert (read.people, read.people_from, read.header) == (None, None, bool(header))
    first = read_scored_pairs(write(tmp_path / "gap.csv", "nan,1", "0.5,0"))  # a score that isn't there is no header
    assert (len(first.scores), first.header) == (2, False)


def test_images_and_people_say_who_is_compared(tmp_path: Path) -> None:
    header = "note,mated,score,image1,image2,person1,person2,fold,group"
    lines = (
        "x,1,0.9,a/1,a/2,ann,ann,3,men",
        "x,0,0.1,a/1,b/1,ann,,9,",
        ",1,0.8,b/1,b/2,,,3,women",
        ",0,,c,a/2,cy,,9,men",
    )
    read = read_scored_pairs(write(tmp_path / "all.csv", header, *lines))
    assert read.task.first.tolist() == [0, 0, 2, 4]
    assert read.task.second.tolist() == [1, 2, 3, 1]
    assert read.task.folds is not None
    assert read.task.folds.tolist() == [0, 1, 0, 1]
    assert read.task.groups is not None
    assert read.task.groups.tolist() == ["men", None, "women", "men"]
    assert read.people is not None
    a1, a2, b1, b2, c = read.people
    assert a1 == a2
    assert b1 == b2  # by their mated pair
    assert len({a1, b1, c}) == 3
    assert read.people_from == "names and mated pairs"
    images = read_scored_pairs(write(tmp_path / "images.csv", "score,mated,image1,image2", "0.9,1,a,b", "0.1,0,b,c"))
    assert images.people is not None
    assert (images.people.tolist(), images.people_from) == ([0, 0, 1], "mated pairs")
    people = read_scored_pairs(
        write(tmp_path / "people.csv", "score,mated,person1,person2", "0.9,1,ann,ann", "0.1,0,ann,bob")
    )
    assert people.people is not None
    assert (people.people.tolist(), people.people_from) == ([0, 1], "names")


def test_a_submission_has_the_labels_of_its_comparisons(tmp_path: Path) -> None:
    listed = write(
        tmp_path / "x_comparison.txt", "a/1.jpg;a/2.jpg;1;men", "a/1.jpg;b/1.jpg;0;men", "b/1.jpg;b/2.jpg;1;women"
    )
    submission = write(tmp_path / "x.txt", "0.2,0", "0.7,1", "-1.0,0")
    read = read_scored_pairs(submission, comparisons=listed)
    assert read.task.mated.tolist() == [True, False, True]  # whatever was decided
    assert read.scores[:2].tolist() == [0.2, 0.7]
    assert np.isnan(read.scores[2])  # what `submit` writes where an image has no embedding
    assert (read.people_from, read.header) == ("mated pairs", True)
    assert read.task.groups is not None
    assert read.task.groups.tolist() == ["men", "men", "women"]
    unlabeled = write(tmp_path / "y_comparison.txt", "a/1.jpg;a/2.jpg;1", "a/1.jpg;b/1.jpg", "a/2.jpg;b/1.jpg;0")
    with pytest.raises(BenchmarkError, match=r"y_comparison.txt: comparison 2 has no label"):
        read_scored_pairs(submission, comparisons=unlabeled)
    with pytest.raises(BenchmarkError, match="2 lines for 3 comparisons, 1 missing"):
        read_scored_pairs(write(tmp_path / "short.txt", "0.2,0", "0.7,1"), comparisons=listed)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "the file is empty"),
        (("score,mated",), "no line below the header"),
        (("high,1", "low,0"), r"has no column score or mated; its columns are high, 1\. Write a header"),
        (("similarity,label", "0.3,1"), "has no column score or mated; its columns are similarity, label"),
        (("score,label", "0.3,1"), "has no column mated"),
        (("score,mated,score", "0.3,1,2"), "the column score is there twice"),
        (("0.3;1", "0.2;0"), r"line 1: '0.3;1' is separated by semicolons; separate columns by commas"),
        (("score\tmated", "0.3\t1"), "is separated by tabs"),
        (("0.3 1",), "is separated by spaces"),
        (("0.3",), r"line 1: 1 fields \(0.3\); expected 2: score,mated"),
        (("0.3,1", "0.2,0,7"), r"line 2: 3 fields \(0.2,0,7\); expected 2"),
        (("0.3,1", "0.2,no"), "line 2: mated is 'no'; it must be 1 or 0"),
        (("0.3,1", "0.2,0.5"), "line 2: mated is '0.5'"),
        (("0,3,1",), "3 fields"),  # a decimal comma
        (("0.3,1", "high,0"), "line 2: score is 'high'; it must be a finite number, or empty"),
        (("0.3,1", "inf,0"), "line 2: score is 'inf'"),
        (("score,mated,fold", "0.3,1,x"), "line 2: fold is 'x'"),
        (("score,mated,person1,person2", "0.3,1,ann,bob"), "line 2: mated is 1, but the images are of 'ann' and 'bob'"),
        (
            ("score,mated,image1,image2,person1,person2", "0.3,0,a,b,ann,bob", "0.1,0,a,c,cy,dee"),
            "line 3: 'a' is of 'cy' here and of 'ann' before",
        ),
    ],
)
def test_damaged_files_are_told(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(BenchmarkError, match=message):
        read_scored_pairs(write(tmp_path / "bad.csv", *lines))


def test_a_file_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x80")
    for name in ("binary.csv", "absent.csv"):
        with pytest.raises(BenchmarkError, match=f"{name}: cannot be read as CSV"):
            read_scored_pairs(tmp_path / name)
