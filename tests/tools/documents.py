"""OpenAPI documents put together for tests."""

from chalicelib.domain.tool import Tool
from tests.tools.world import compiled

BASE = "https://93.184.216.34/v2"


def document(paths, **more):
    return {
        "openapi": "3.0.3",
        "info": {"title": "Garden Shop", "description": "Sells <b>plants</b>."},
        "servers": [{"url": BASE}],
        "paths": paths,
        **more,
    }


def tool(paths, **more) -> Tool:
    registration = {
        key: more.pop(key)
        for key in list(more)
        if key
        in (
            "name", "allow", "deny", "effects", "overrides", "amounts", "failed_when", "auth", "base_url",
            "sandbox_base_url", "description",
        )
    }
    return compiled({"openapi": document(paths, **more), **registration})


def op(**more):
    return {"responses": {"200": {"description": "ok"}}, **more}


def body(schema, kind="application/json", **more):
    return {"requestBody": {"content": {kind: {"schema": schema, **more}}, "required": True}}


def act(paths, **more):
    return tool(paths, **more).actions[0]
