"""``python -m rasd``: see rasd/cli.py."""

import sys

from rasd.cli import main

sys.exit(main())
