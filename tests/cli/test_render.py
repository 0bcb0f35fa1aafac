"""What the command line prints must be of use in a narrow terminal too."""

import io

from rich.console import Console

from chalicelib.cli.render import listing


def test_ids_stay_whole_however_narrow_the_terminal_and_the_last_column_gives_way() -> None:
    table = listing("task", "status", "prompt")
    table.add_row("task_Edfp6mAPHPe9JdbK", "complete", "Find the channel and post a summary " * 5)
    shown = io.StringIO()
    Console(file=shown, width=50).print(table)

    row = shown.getvalue().splitlines()[1]
    assert "task_Edfp6mAPHPe9JdbK" in row and "complete" in row and row.rstrip().endswith("…")
