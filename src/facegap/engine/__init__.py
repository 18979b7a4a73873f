"""How work runs: stages over shards on local workers; seeds, progress, resume."""

from facegap.base.home_folder import home
from facegap.base.seeds import generator
from facegap.base.worker import Worker, parse_devices
from facegap.engine.completion import differences_between
from facegap.engine.creating import create
from facegap.engine.local import LocalRunner, Runner, available_cores
from facegap.engine.opening import Opened, import_once, open_or_import
from facegap.engine.people import PeopleStage, run_people
from facegap.engine.progress import ProgressReport, RichProgress, Silent
from facegap.engine.running import run
from facegap.engine.stage import Source, Stage, Tables, fingerprint
from facegap.engine.summary import MAX_ERRORS, RunSummary
from facegap.engine.work import layers_in_work

__all__ = [
    "MAX_ERRORS",
    "LocalRunner",
    "Opened",
    "PeopleStage",
    "ProgressReport",
    "RichProgress",
    "RunSummary",
    "Runner",
    "Silent",
    "Source",
    "Stage",
    "Tables",
    "Worker",
    "available_cores",
    "create",
    "differences_between",
    "fingerprint",
    "generator",
    "home",
    "import_once",
    "layers_in_work",
    "open_or_import",
    "parse_devices",
    "run",
    "run_people",
]
