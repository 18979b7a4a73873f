"""Which workers a run has, and what each of them has."""

from collections.abc import Callable

import pyarrow as pa
import pytest
from tests.conftest import MakeSet
from tests.stages import Brightness

from facegap.engine import LocalRunner, Worker, run


class Workers(Brightness):
    """Writes what its worker has in the place of a brightness: the GPU's number and the batch, as one number."""

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        number = float(100 * (worker.gpu if worker.gpu is not None else -1) + (worker.batch or 0) + worker.threads)
        return lambda rows: self.table([number] * rows.num_rows)


@pytest.mark.parametrize(
    ("runner", "values"),
    [
        (LocalRunner(1), {-99.0}),
        (LocalRunner(1, ("cuda:2",), batch=5), {206.0}),
        (LocalRunner(3, ("cuda:0", "cuda:1")), {1.0, 101.0}),
    ],
)
def test_a_stage_is_started_with_what_its_worker_has(
    runner: LocalRunner, values: set[float], make_set: MakeSet
) -> None:
    faceset = make_set({"ann": 12}, shard_rows=2)
    run(Workers(), faceset, runner=runner)
    found = set(faceset.column("quality/brightness", "brightness"))
    assert found <= values
    assert len(values) > 1 or found == values
