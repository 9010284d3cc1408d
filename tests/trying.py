"""How often a property of every job search is tried, and how one that fails it is shown."""

from __future__ import annotations

import os

import yaml
from hypothesis import HealthCheck, settings

from strategies import Tree

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "100"))
REPEATABLE = "FOLLOWUP_EXAMPLES" not in os.environ

for_every_job_search = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=REPEATABLE,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def written(tree: Tree) -> str:
    """Return a tree as the YAML that reproduces it, its keys in the order given."""
    return yaml.dump(tree, Dumper=_Plain, sort_keys=False, default_flow_style=None, width=100)
