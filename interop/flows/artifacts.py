"""Artifacts of every type from flows and tasks, and variables."""

import json

from prefect import flow, task
from prefect.artifacts import (
    create_image_artifact,
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter
from prefect.variables import Variable


@task
def measure() -> None:
    create_table_artifact([{"name": "a", "value": 1}, {"name": "b", "value": None}], key="artifacts-table", description="Two rows.")
    progress = create_progress_artifact(10, key="artifacts-progress")
    update_progress_artifact(progress, 80.5)


@flow(name="artifacts-of-a-flow")
def of_a_flow() -> None:
    create_markdown_artifact("# First", key="artifacts-text")
    create_markdown_artifact("# Second", key="artifacts-text")
    create_link_artifact("https://example.org", link_text="somewhere")
    create_image_artifact("https://example.org/picture.png", key="artifacts-image")
    measure()


@flow(name="artifacts-of-variables")
def of_variables() -> None:
    assert Variable.get("artifacts_missing", default="none") == "none"
    Variable.set("artifacts_setting", {"regions": ["eu", "us"], "limit": 3}, tags=["t"])
    Variable.set("artifacts_setting", [1, 2.5, None], overwrite=True)
    assert Variable.get("artifacts_setting") == [1, 2.5, None]
    try:
        Variable.set("artifacts_setting", 1)
    except ValueError as error:
        print(error)
    else:
        raise AssertionError("a variable was set twice")
    assert Variable.unset("artifacts_setting")
    assert Variable.get("artifacts_setting") is None


if __name__ == "__main__":
    of_a_flow()
    of_variables()
    with get_client(sync_client=True) as client:
        ours = ArtifactFilter(key={"like_": "artifacts-"})
        kept = [artifact.model_dump(mode="json", include={"key", "type", "description", "data", "metadata_"}) for artifact in client.read_artifacts(artifact_filter=ours)]
        print("TOLD", json.dumps(sorted(kept, key=json.dumps), sort_keys=True))
