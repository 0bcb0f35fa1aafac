"""A server that is a process: a message per line.  What it is to do is its tool's argument.

    python lines.py [refuse]
"""

import json
import os
import sys


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def do(number, what):
    match what:
        case "end":
            os._exit(1)
        case "wait":
            sys.stdin.read()
            os._exit(0)
        case "huge":
            return "x" * 2_000_000
        case "environment":
            return json.dumps(dict(os.environ))
        case "process":
            return str(os.getpid())
        case "ask":
            send({"method": "notifications/message", "params": {}})
            send({"id": 7, "method": "ping"})
            pong = json.loads(sys.stdin.readline())
            send({"id": 8, "method": "sampling/createMessage", "params": {}})
            return json.dumps([pong, json.loads(sys.stdin.readline())])
    return f"did {what}"


for line in sys.stdin:
    message = json.loads(line)
    match message["method"]:
        case "initialize":
            if sys.argv[1:] == ["refuse"]:
                sys.exit(3)
            print("not a message of the protocol")
            send({"id": message["id"], "result": {"protocolVersion": "2025-06-18", "serverInfo": {"name": "lines"}}})
        case "tools/list":
            schema = {"type": "object", "properties": {"what": {"type": "string"}}}
            tools = [{"name": "do", "inputSchema": schema},
                     {"name": "look", "inputSchema": schema, "annotations": {"readOnlyHint": True}}]
            send({"id": message["id"], "result": {"tools": tools}})
        case "tools/call":
            said = do(message["id"], message["params"]["arguments"]["what"])
            send({"id": message["id"], "result": {"content": [{"type": "text", "text": said}]}})
