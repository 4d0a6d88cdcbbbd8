"""Front door: ``python build.py issues/2022-07.yaml``."""

import sys

from newsletter.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
