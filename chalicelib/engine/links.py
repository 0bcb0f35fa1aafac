"""The link of a consent while its question waits: whoever has it may connect a service, so it lies sealed.

It is opened for those who may read the task, and for the webhook; traces and recordings show nothing of it.
"""

from collections.abc import Mapping
from contextlib import suppress

from chalicelib.engine.ports import Ports
from chalicelib.engine.settings import Settings

SEALED = "sealed_link"


def return_address(settings: Settings) -> str:
    """Where providers send a browser after a consent; empty where none can reach us."""
    base = settings.callback_url.rstrip("/")
    return f"{base}/v1/oauth/callback" if base else ""


def sealed(ports: Ports, account: str, task_id: str, url: str) -> str:
    """In digits of base 16: what else may stand in a sealed text can look like a credential, and would be redacted."""
    return ports.vault.seal(url.encode(), _context(account, task_id)).encode().hex()


def opened(ports: Ports, account: str, task_id: str, text: str) -> str:
    """The link of a text from `sealed`, or as the vault gave it, which is how links lay at first."""
    with suppress(ValueError):
        text = bytes.fromhex(text).decode()
    return ports.vault.open(text, _context(account, task_id)).decode()


def _context(account: str, task_id: str) -> Mapping[str, str]:
    return {"account": account, "task": task_id, "for": "link"}
