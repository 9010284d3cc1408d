"""Where things stand that tests read, whatever folder a test is in."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
FAULTS = TESTS / "faults"
INVITATIONS = TESTS / "invitations"
ROOT = TESTS.parent
SAMPLE = ROOT / "sample_interviews.yaml"
SOURCE = ROOT / "src" / "followup_ics"
PLAYBOOK = SOURCE / "records" / "playbooks" / "oi_partners.yaml"
STARTER = SOURCE / "commands" / "starter.yaml"
