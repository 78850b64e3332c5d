"""``python -m enligt`` is the command ``enligt``."""

from __future__ import annotations

from enligt.cli import main

if __name__ == "__main__":
    main()
