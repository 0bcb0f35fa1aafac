"""Two services that play the outside world: payments and chat, over real HTTP, on this machine only.

They exist for the demo, for test keys and for fault injection. Replan knows nothing of them: they are
registered through the OpenAPI documents that they publish, like anybody's tools. They import nothing of it.
"""

from infra.sandbox.sandbox import Sandbox, running_sandbox

__all__ = ["Sandbox", "running_sandbox"]
