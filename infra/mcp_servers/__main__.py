"""Installs the servers into a folder, unless these very versions are there."""

import sys
from pathlib import Path

from infra.mcp_servers.servers import install

if __name__ == "__main__":
    install(Path(sys.argv[1]))
