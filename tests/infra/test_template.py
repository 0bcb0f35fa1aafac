"""The template before Chalice has added the routes: what is merged, and how stages stay apart."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.aws.deploy.run import ACCOUNT
from infra.aws.package import ROOT, lint, merged

ONE = """
Resources:
  Table: {Type: "AWS::DynamoDB::Table", Properties: {TableName: !Ref Name, Tags: [a]}}
"""
TWO = """
Resources:
  Table: {Properties: {Tags: [b], TableClass: STANDARD}}
  Board: {Type: "AWS::CloudWatch::Dashboard"}
"""


def test_templates_are_merged_in_order_and_lists_are_replaced(tmp_path: Path) -> None:
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path, text in zip(paths, (ONE, TWO), strict=True):
        path.write_text(text)

    resources = merged(paths)["Resources"]

    assert resources["Table"]["Properties"] == {"TableName": {"Ref": "Name"}, "Tags": ["b"], "TableClass": "STANDARD"}
    assert set(resources) == {"Table", "Board"}


def test_what_all_stages_share_is_clean() -> None:
    """`make package` asks the same of the stage's template."""
    lint(ACCOUNT)


def test_what_is_made_in_code_is_merged_with_what_stands_in_files() -> None:
    assert {"Table", "Dashboard"} <= set(merged()["Resources"])


class Strict(yaml.SafeLoader):
    """Refuses a key that stands twice: YAML would quietly take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]  # type: ignore[no-untyped-call]  # PyYAML's own
        twice = {key for key in keys if keys.count(key) > 1}
        assert not twice, f"{twice} twice, {node.start_mark}"
        return super().construct_mapping(node, deep)


Strict.add_multi_constructor("!", lambda loader, _, node: loader.construct_mapping(node) if isinstance(
    node, yaml.MappingNode) else str(node.value))


@pytest.mark.parametrize("path", [ROOT / "infra/aws/resources.yaml", ACCOUNT])
def test_nothing_stands_twice(path: Path) -> None:
    assert yaml.load(path.read_text(), Strict)["Resources"]
