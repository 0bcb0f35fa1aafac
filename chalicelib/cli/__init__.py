"""The `replan` command.  Each group lives in a module that is imported when it is asked for."""

from importlib import import_module

import click

COMMANDS = {
    "dev": ("dev", "Run Replan on this machine: API, workers, live pages."),
    "submit": ("tasks", "Send a prompt to a sub-agent."),
    "trace": ("tasks", "Show what a task did, and why."),
    "tasks": ("tasks", "List, cancel and answer tasks."),
    "approve": ("approvals", "Say yes to what a task waits with; or change it."),
    "reject": ("approvals", "Say no to what a task waits with."),
    "test": ("cases", "Run a file of prompts against what is expected of their plans."),
    "cases": ("cases", "Make cases for `replan test` of tasks that have ended."),
    "plan": ("plan", "Show the plan for a prompt; or plan a file of requests."),
    "run": ("run", "Run a file of tasks against a tool server, through the real engine."),
    "tools": ("tools", "Register, list and remove tools; store their connections."),
    "connections": ("connections", "Connect services: links for users, stored credentials, deletion."),
    "subagents": ("subagents", "Deploy, list and remove sub-agents."),
    "training": ("training", "List, pin, disable and delete what a sub-agent has learned."),
    "replay": ("replay", "Plan recorded tasks again, executing nothing, and say which would differ."),
    "bench": ("bench", "Measure planning speed; what a step costs on AWS; how fast functions start."),
    "users": ("users", "Delete everything of a user."),
    "switches": ("switches", "Stop an account or a sub-agent, and let it go on."),
    "keys": ("keys", "Make, list and revoke API keys."),
}


class Commands(click.Group):
    """Imports a command's module only when that command runs, so that `--help` is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"chalicelib.cli.{module}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Commands)
@click.version_option(package_name="replan")
def main() -> None:
    """Replan: a prompt becomes a workflow at run time, and gets done."""
