"""``facegap audit``: as people use it."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from tests.benchmark.leakage.simulated import DIMENSIONS, grouped, images, people
from tests.conftest import MakeSet, write_card, write_embedder
from tests.given import give
from tests.labels import annotate
from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.faceset import FaceSet


def facegap(*arguments: object, code: int = 0) -> Result:
    """In this process, since starting one takes longer than an audit."""
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == code, ended.output
    return ended


REAL, MADE = people(1, 90), people(2, 30)


@pytest.fixture
def real(make_set: MakeSet) -> FaceSet:
    faceset = make_set({f"real {n:02}": 2 for n in range(90)}, name="real", shard_rows=90, side=8)
    return give(faceset, images(REAL, 2, seed=3))


@pytest.fixture
def made(make_set: MakeSet) -> FaceSet:
    return make_set({f"made {n:02}": 2 for n in range(30)}, name="made", shard_rows=7, side=8)


def test_a_clean_set_passes(real: FaceSet, made: FaceSet, tmp_path: Path) -> None:
    give(made, images(MADE, 2, seed=4))
    arguments = ["audit", made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap(*arguments)
    assert ended.stdout.startswith("Passed: none of 30 synthetic people resembles a real person")
    result = json.loads(facegap(*arguments, "--json").stdout)
    assert (result["passed"], result["audits"][0]["leakage"]["found"]) == (True, 0)
    assert json.loads((tmp_path / "out/results.json").read_text())["passed"] is True
    assert (tmp_path / "out/nearest.png").is_file()
    # Where each threshold is from, and that it is one network's word, stand beside the numbers.
    found = result["audits"][0]
    assert {found["leakage"]["calibrated_on"], found["uniqueness"]["calibrated_on"]} == {"real"}
    person, center, image = found["leakage"]["levels"]
    assert (person["name"], center["name"], image["name"]) == ("person", "center", "image")
    thresholds = next(
        line for line in ended.stdout.splitlines() if line.startswith("Thresholds from non-mated pairs of real")
    )
    for level, words in ((person, "people's means"), (center, "an image and a person's mean"), (image, "two images")):
        assert f"{level['threshold']['value']:.3f} for {words} (FMR {level['fmr']:.1e})" in thresholds
        assert level["floor"]["low"] <= level["floor"]["value"] <= level["floor"]["high"] < 0.1
    assert "This is the judgment of one network, net, and as good as its scores of such faces." in ended.stdout
    limit = found["uniqueness"]["threshold"]["value"]
    assert f"threshold {limit:.3f}, from non-mated pairs of real at FMR 1.1e-04" in ended.stdout
    within = found["consistency"]
    assert f"an image scores {within['own_center']['value']:.3f} [" in ended.stdout
    assert f"{100 * within['misplaced']['value']:.1f} % [" in ended.stdout
    page = (tmp_path / "out/report.html").read_text()
    assert page.count("hresholds from non-mated pairs of real") >= 2
    assert "Images that are nearer to another identity" in page


def test_two_networks_give_a_range(real: FaceSet, made: FaceSet, make_set: MakeSet, tmp_path: Path) -> None:
    give(real, images(people(5, 90), 2, seed=5), name="second", network="second")
    give(made, images(MADE, 2, seed=4))
    centers = people(6, 30)
    give(
        made,
        images(np.concatenate([centers[:25], centers[:5]]), 2, seed=6, alike=0.85),
        name="second",
        network="second",
    )
    few = give(
        make_set({f"{n}": 1 for n in range(8)}, name="few", side=8), people(8, 8), name="second", network="second"
    )
    arguments = ["audit", made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap(*arguments, "--json")
    result = json.loads(ended.stdout)
    shown = result["different_people"]
    assert (shown["low"], shown["high"], sorted(shown["networks"]), shown["blind"]) == (25, 30, ["net", "second"], [])
    assert {each["embedder"]: each["uniqueness"]["clusters"] for each in result["audits"]} == {"net": 30, "second": 25}
    summary = facegap(*arguments).stdout
    assert "The 30 identities look like 25 to 30 different people: " in summary
    assert "25 by second (which would notice" in summary
    assert "judgment of one network" not in summary
    page = (tmp_path / "out/report.html").read_text()
    assert "resemblance to real people, by net" in page
    assert "resemblance to real people, by second" in page
    assert (tmp_path / "out/nearest-second.svg").is_file()
    rows = (tmp_path / "out/networks.csv").read_text().splitlines()
    assert [row.split(",")[:3] for row in sorted(rows[1:])] == [["net", "passed", "real"], ["second", "passed", "real"]]
    arguments[4:4] = ["--against", few.path]
    alone = facegap(*arguments, "--embedding", "second").stdout
    assert "The 30 identities look like 25 different people by second (which would notice" in alone
    assert "few gives no threshold: 28 comparisons of different people are too few" in alone
    facegap(*arguments, "--embedding", "second", "--embedding", "third", code=1)


def test_groups_have_thresholds_of_their_own_or_a_warning(make_set: MakeSet, tmp_path: Path) -> None:
    real, made = grouped("real", 90, 80, seed=3), grouped("made", 25, 25, seed=7)
    sets = {}
    for each in (real, made):
        faceset = make_set(
            dict.fromkeys(map("{:03}".format, range(each.people)), 1), name=each.name, shard_rows=90, side=8
        )
        alike = [1 if group == "alike" else -1 for group in each.groups]
        sets[each.name] = annotate(give(faceset, each.embedded.embeddings), {"alike": alike})
    arguments = ["audit", sets["made"].path, "--against", sets["real"].path, "--out", tmp_path / "out"]
    ended = facegap(*arguments, "--json", "--groups", "truth.alike")
    (audit,) = json.loads(ended.stdout)["audits"]
    assert [group["name"] for group in audit["groups"]] == ["alike", "not alike"]
    assert all(group["own_threshold"] for group in audit["groups"])
    alike, plain = (group["threshold"]["value"] for group in audit["uniqueness"]["groups"])
    assert alike > plain + 0.15
    page = (tmp_path / "out/report.html").read_text()
    assert "Thresholds by group" in page
    assert "not alike" in (tmp_path / "out/groups.csv").read_text()
    assert f"{plain:.3f} to {alike:.3f} by group" in facegap(*arguments, "--groups", "truth.alike").stdout
    # The real set lacks them: one threshold for all, said so, and where the pairs are.
    bare = give(
        make_set(dict.fromkeys(map("{:03}".format, range(90)), 1), name="bare", shard_rows=90, side=8), people(3, 90)
    )
    arguments[3] = bare.path
    ended = facegap(*arguments, "--groups", "truth.alike")
    assert "groups of real people are not known, and one threshold counts for all" in ended.stderr
    assert (
        "No group has enough people of known group in bare for a threshold of its own (78 are needed)" in ended.stdout
    )
    assert "% of these pairs are within the group alike, which has 24.5 % of all pairs." in ended.stdout
    assert (
        "for more alike than those of bare: a real set with more people of known groups and the pictures"
        in ended.stdout
    )
    blind = facegap(*arguments).stdout
    assert "for more alike than those of bare: thresholds by group (--groups) and the pictures help to tell." in blind
    (found,) = json.loads(facegap(*arguments, "--json").stdout)["audits"]
    skew = found["uniqueness"]["skew"]
    assert f"Of the {skew['joined']:,} pairs of identities that they join, also over others, " in blind
    for groups, message in (
        (["truth.race"], "the layer 'truth' has no column 'race'"),
        (["truth.alike", "truth.alike"], "the layers are: images, embeddings/net"),
        (["truth.alike"] * 3, "3 columns of groups for 2 sets; give one for all, or one for each"),
    ):
        options = [option for column in groups for option in ("--groups", column)]
        assert message in facegap(*arguments, *options, code=2 if len(groups) == 3 else 1).stderr.replace("\n", " ")


def test_a_set_with_a_real_person_fails(real: FaceSet, made: FaceSet, tmp_path: Path) -> None:
    give(made, images(np.concatenate([MADE[:12], REAL[40:41], MADE[13:]]), 2, seed=4, alike=0.8), drop=1)
    arguments = ["audit", made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap(*arguments, "--json", code=1)
    suspects = json.loads(ended.stdout)["audits"][0]["leakage"]["suspects"]
    assert [(suspect["identity"], suspect["reference_identity"]) for suspect in suspects] == [("made 12", "real 40")]
    page = (tmp_path / "out/report.html").read_text()
    assert "Failed: 1 of 30 synthetic people (3.33 %" in page
    assert "1 images of <strong>made</strong> have no embedding" in page
    assert page.count("<img") >= 2
    heading, resembling = (tmp_path / "out/resembling.csv").read_text().splitlines()
    assert heading.startswith(
        "Synthetic person,Image,Real set,Real person,Real image,Network,Compared,Score,Threshold,Threshold from"
    )
    row = dict(zip(heading.split(","), resembling.split(","), strict=True))
    assert (row["Synthetic person"], row["Real set"], row["Real person"]) == ("made 12", "real", "real 40")
    assert float(row["Score"]) == suspects[0]["score"] > float(row["Threshold"])
    assert (tmp_path / "out/thresholds.tex").is_file()
    facegap(*arguments, "--max-share", 0.04)


def test_the_same_set_twice_is_all_leaks(real: FaceSet, tmp_path: Path) -> None:
    ended = facegap("audit", real.path, "--against", real.path, "--out", tmp_path / "out", "--json", code=1)
    (audit,) = json.loads(ended.stdout)["audits"]
    assert audit["leakage"]["share"]["value"] == 1
    assert (audit["synthetic"]["name"], audit["references"][0]["name"]) == ("real", "real-2")


def test_from_pictures_to_a_verdict(make_set: MakeSet, tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx", dimensions=32)
    write_card(model)
    real = make_set({f"{n:02}": 1 for n in range(90)}, name="real", shard_rows=90, side=8, alignment="arcface-112")
    made = make_set({f"{n:02}": 1 for n in range(3)}, name="made", side=8, alignment="arcface-112")
    paths = [made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap("audit", *paths, "--model", model.path, "--workers", 1, code=1)
    assert "linear does not separate people well enough" in ended.stdout
    assert "nobody in real has two images" in ended.stdout
    assert "Failed: 3 of 3 synthetic people" in facegap("audit", *paths, "--fmr", 0.01, code=1).stdout


def test_what_cannot_be_audited_is_told(real: FaceSet, made: FaceSet, make_set: MakeSet, tmp_path: Path) -> None:
    paths = [made.path, "--against", real.path, "--out", tmp_path / "out"]
    assert "make them with `facegap embed`" in facegap("audit", *paths, code=1).stderr
    unequal = ["--model", "face-render", "--embedding", "one", "--embedding", "two"]
    told = facegap("audit", *paths, *unequal, code=2).stderr
    assert "names of embeddings: one, two; networks: 1; give one name for each" in told
    assert "--fmr 2.0: a false match rate" in facegap("audit", *paths, "--fmr", 2, code=2).stderr
    broken = images(MADE, 2, seed=4)
    broken[17] = np.nan
    give(made, broken, name="broken")
    give(real, images(REAL, 2, seed=3), name="broken")
    ended = facegap("audit", *paths, "--embedding", "broken", code=1)
    assert "in embeddings/broken that of made 08/1 has the length nan" in ended.stderr
    give(made, images(MADE, 2, seed=4), name="net", network="another")
    assert "were made with different model" in facegap("audit", *paths, "--embedding", "net", code=1).stderr
    empty = give(make_set({"x": 1}, name="empty", side=8), np.zeros((0, DIMENSIONS)), drop=1)
    alone = [empty.path, "--against", real.path, "--out", tmp_path / "out"]
    assert "no image has an embedding" in facegap("audit", *alone, code=1).stderr
    one = give(make_set({"x": 3}, name="one", side=8), images(REAL[:1], 3, seed=0))
    ended = facegap("audit", real.path, "--against", one.path, "--out", tmp_path / "out", code=1)
    assert "0 comparisons of different people are too few" in ended.stderr
    assert not (tmp_path / "out").exists()
