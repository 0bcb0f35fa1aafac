"""Tools of Model Context Protocol servers: each tool of a server is an action.

    messages   the protocol's words: JSON-RPC, event streams, versions (pure)
    results    what an answer means: a result or an error becomes an outcome (pure)
    source     a server's list of tools becomes a Source (pure)
    http       one session with a server at an address (streamable HTTP)
    stdio      one session with a server that the operator lets this machine start
    discovery  where tokens for a server come from, as the server tells
    client     opens sessions, keeps them for this process, opens them anew when the server has forgotten them
    kind       the kind of tool: what the toolbox calls
"""

LOCAL = "stdio:"
"""How the address of a server begins that is a process of this machine."""
