"""`followup-ics`, also as `python -m followup_ics`."""

from __future__ import annotations

import gc

from followup_ics.cli import main


def run() -> None:
    """Run the command line without collecting garbage: a fifth of a short run would go there."""
    gc.disable()
    try:
        main(prog_name="followup-ics")
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
