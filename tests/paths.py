"""Where things stand that tests read, whatever folder a test is in."""

from __future__ import annotations

from pathlib import Path

import followup_ics

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
FAULTS = TESTS / "faults"
INVITATIONS = TESTS / "invitations"
ROOT = TESTS.parent
SAMPLE = ROOT / "sample_interviews.yaml"
# What the tests import: the source tree, or what was installed from a wheel.
SOURCE = Path(followup_ics.__file__).parent
PLAYBOOK = SOURCE / "records" / "playbooks" / "oi_partners.yaml"
STARTER = SOURCE / "commands" / "starter.yaml"
