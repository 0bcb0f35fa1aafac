"""Jupyter Server, registered from the document that it brings: files and folders, whose paths are their keys.

Left out: scored, its failures are not read.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # Any: what services hold is JSON

import yaml

from infra.services.exam.install import FILES
from infra.services.exam.server import Server
from infra.services.exam.tasks import UNDONE, Held, Task
from infra.services.install import ROOT
from infra.services.processes import process

TOKEN = "an-exam-token"
HOME = ROOT / "exam-files"
TREE, KEPT = HOME / "tree", HOME / "checkpoints"
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
CONTENTS = {
    "notes.txt": "Milk and bread", "todo.txt": "Call Ann", "draft.ipynb": NOTEBOOK, "analysis.ipynb": NOTEBOOK,
    "data/sales.csv": "month,sum\n1,20\n", "data/old.csv": "month,sum\n", "data/readme.txt": "Sales by month",
    "archive/letter.txt": "Dear Ann",
}
FOLDERS = ("photos",)


class Files(Server):
    name = "files"
    installed = "jupyter-server"
    registration: Mapping[str, Any] = {"description": "Files, folders and notebooks, and the kernels that run these."}
    credentials: Mapping[str, str] = {"api_key": f"token {TOKEN}"}
    grant = ("files",)
    stays = True

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        shutil.rmtree(HOME, ignore_errors=True)
        TREE.mkdir(parents=True)
        settings = {
            "ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.root_dir": TREE,
            "IdentityProvider.token": TOKEN, "ServerApp.disable_check_xsrf": True,
            "FileCheckpoints.checkpoint_dir": KEPT, "AsyncFileCheckpoints.checkpoint_dir": KEPT,
        }
        command = [*FILES, "--no-browser", "--allow-root",
                   *(f"--{name}={value}" for name, value in settings.items())]
        homes = {name: str(HOME / "home") for name in (
            "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
        )}
        with process("exam-files", command, port, homes):
            yield

    def described(self) -> bytes:
        (place,) = (ROOT / "jupyter-server").glob("lib/*/site-packages/jupyter_server/services/api/api.yaml")
        document = yaml.safe_load(place.read_text())
        document["securityDefinitions"] = {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}}
        return json.dumps(document | {"security": [{"token": []}]}, default=str).encode()

    def seed(self) -> None:
        for one in [*TREE.iterdir(), *(KEPT.iterdir() if KEPT.exists() else ())]:
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        for path in FOLDERS:
            (TREE / path).mkdir()
        for path, content in CONTENTS.items():
            (TREE / path).parent.mkdir(exist_ok=True)
            (TREE / path).write_text(content)

    def held(self) -> Held:
        every = {str(one.relative_to(TREE)): one for one in TREE.rglob("*") if not _hidden(one)}
        return {
            "files": {path: {"content": one.read_text()} for path, one in every.items() if one.is_file()},
            "folders": {path: {"there": True} for path, one in every.items() if one.is_dir()},
            "checkpoints": {one.name: {"there": True} for one in KEPT.rglob("*") if one.is_file()},
        }


def _hidden(one: Path) -> bool:
    return any(part.startswith(".") for part in one.relative_to(TREE).parts)


TASKS = (
    Task("Rename the notebook draft.ipynb to report.ipynb.",
         {"files": {"draft.ipynb": None, "report.ipynb": {"content": NOTEBOOK}}}),
    Task("Delete the file old.csv in the folder data.", {"files": {"data/old.csv": None}}),
    Task("Which files are in the folder data?", says=["sales.csv", "old.csv", "readme.txt"], never=["letter.txt"]),
    Task("Create a folder called invoices.", {"folders": {"invoices": {"there": True}}}),
    Task("Create a text file ideas.txt with the content “Plant trees”.",
         {"files": {"ideas.txt": {"content": "Plant trees"}}}),
    Task("Move the file todo.txt into the folder archive.",
         {"files": {"todo.txt": None, "archive/todo.txt": {"content": "Call Ann"}}}),
    Task("Copy the file notes.txt into the folder archive.",
         {"files": {"archive/notes.txt": {"content": "Milk and bread"}}}),
    Task("What does the file notes.txt say?", says=["Milk and bread"], never=["Call Ann"]),
    Task("How many files are in the folder data?", says=["3"]),
    Task("Delete the folder photos.", {"folders": {"photos": None}}),
    Task("Change the content of todo.txt to “Buy paint”.", {"files": {"todo.txt": {"content": "Buy paint"}}}),
    Task("Create a checkpoint of the notebook analysis.ipynb.",
         {"checkpoints": {"analysis-checkpoint.ipynb": {"there": True}}}),
    Task("Delete all csv files in the folder data.", {"files": {"data/old.csv": None, "data/sales.csv": None}}),
    Task("If the folder photos is empty, delete it.", {"folders": {"photos": None}}),
    Task("Rename the folder data to “figures”.",
         {"folders": {"data": None, "figures": {"there": True}}, "files": {
             f"{folder}/{name}": None if folder == "data" else {"content": CONTENTS[f"data/{name}"]}
             for folder in ("data", "figures") for name in ("sales.csv", "old.csv", "readme.txt")}}),
    Task("Delete the file taxes.xlsx.", ends=UNDONE),
)
