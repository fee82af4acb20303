"""Variables, artifacts and blocks through the asynchronous side of the client's own classes."""

import asyncio
import json

from prefect import flow
from prefect.artifacts import MarkdownArtifact, acreate_link_artifact, acreate_progress_artifact, acreate_table_artifact, aupdate_progress_artifact
from prefect.blocks.notifications import SlackWebhook
from prefect.blocks.system import Secret
from prefect.variables import Variable


def tell(title: str, value: object) -> None:
    print("TOLD", title, json.dumps(value, default=str))


async def variables() -> None:
    await Variable.aset("objects_async", "one", tags=["t"])
    await Variable.aset("objects_async", {"two": [2]}, overwrite=True)
    tell("variable", await Variable.aget("objects_async"))
    tell("default", await Variable.aget("objects_missing", default=5))
    for title, work in {
        "again": lambda: Variable.aset("objects_async", 1),
        "bad name": lambda: Variable.aset("Objects Async!", 1),
    }.items():
        try:
            await work()
        except Exception as error:
            tell(title, f"{type(error).__name__}: {str(error).splitlines()[0]}")
    tell("unset", [await Variable.aunset("objects_async"), await Variable.aunset("objects_async")])


async def artifacts() -> None:
    await acreate_link_artifact("https://example.org", key="objects-link", description="somewhere")
    await acreate_table_artifact({"a": [1, 2], "b": [3, 4]}, key="objects-table")
    progress = await acreate_progress_artifact(1.5, key="objects-progress")
    await aupdate_progress_artifact(progress, 99.5)
    made, new = await MarkdownArtifact.aget_or_create(key="objects-text", markdown="# text")
    same, again = await MarkdownArtifact.aget_or_create(key="objects-text", markdown="# other")
    tell("artifact", [new, again, made.id == same.id, (await MarkdownArtifact.aget("objects-text")).data, await MarkdownArtifact.aget("objects-none")])


async def blocks() -> None:
    await Secret(value={"user": "u", "code": 7}).asave("objects-secret", overwrite=True)
    tell("block", (await Secret.aload("objects-secret")).get())
    await SlackWebhook(url="https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ").asave("objects-hook", overwrite=True)
    tell("hook", (await SlackWebhook.aload("objects-hook")).url.get_secret_value())
    await Secret.adelete("objects-secret")
    try:
        await Secret.aload("objects-secret")
    except ValueError as error:
        tell("deleted", str(error))


@flow(name="objects-async")
async def everything() -> None:
    await variables()
    await artifacts()
    await blocks()


if __name__ == "__main__":
    asyncio.run(everything())
