"""`python -m infra.aws package [--stage dev]`"""

import argparse
import sys
from pathlib import Path

from infra.aws.package import NotPackaged, package


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.aws", description=__doc__)
    parser.add_argument("command", choices=["package"])
    parser.add_argument("--stage", default="dev", help="the stage's name (default: dev)")
    given = parser.parse_args()
    out = Path("build") / given.stage
    try:
        package(given.stage, out)
    except NotPackaged as problem:
        print(problem, file=sys.stderr)
        return 1
    size = (out / "deployment.zip").stat().st_size
    print(f"{out}/deployment.zip has {size:,} bytes; {out}/sam.yaml is clean")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
