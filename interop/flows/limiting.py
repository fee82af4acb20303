"""Global limits, rate limits and limits of tags, held by flows and tasks, sync and async, alone and against each other."""

import asyncio
import json
import threading

from prefect import flow, get_client, task
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency import asyncio as waiting
from prefect.concurrency.sync import concurrency, rate_limit

held: list[str] = []


def slots(name: str) -> int:
    with get_client(sync_client=True) as client:
        return client.read_global_concurrency_limit_by_name(name).active_slots


def tell(title: str, value: object) -> None:
    print("TOLD", title, json.dumps(value))


def refused(work) -> str:
    try:
        work()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "nothing was raised"


async def arefused(work) -> str:
    try:
        await work
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "nothing was raised"


@flow(name="limiting-a-flow")
def in_a_flow() -> None:
    with concurrency(["limiting-two", "limiting-unknown"], occupy=2):
        tell("held", slots("limiting-two"))
        tell("all taken", refused(lambda: concurrency("limiting-two", timeout_seconds=1).__enter__()))
    tell("given back", slots("limiting-two"))
    tell("strict", refused(lambda: concurrency("limiting-unknown", strict=True).__enter__()))
    rate_limit("limiting-rate", occupy=3)
    tell("no decay", refused(lambda: rate_limit("limiting-two")))


@task
async def hold(name: str) -> None:
    async with waiting.concurrency("limiting-one", occupy=1):
        held.append(f"{name} in")
        await asyncio.sleep(0.2)
        held.append(f"{name} out")


@flow(name="limiting-async")
async def in_an_async_flow() -> None:
    await asyncio.gather(hold("first"), hold("second"))
    tell("one by one", [line.split()[1] for line in held])
    await waiting.rate_limit("limiting-rate")
    tell("strict, async", await arefused(waiting.rate_limit("limiting-unknown", strict=True)))


@task(tags=["limiting-tag"])
def tagged(number: int) -> int:
    running.add(number)
    tell("tagged together", len(running))
    running.remove(number)
    return number


running: set[int] = set()


@flow(name="limiting-tags")
def with_tags() -> None:
    tell("tagged", tagged.map([1, 2, 3]).result())


def hold_beside() -> None:
    """Another thread holds a slot until this one asks for it."""
    got, asked = threading.Event(), threading.Event()

    def hold_it() -> None:
        with concurrency("limiting-one"):
            got.set()
            asked.wait(120)

    other = threading.Thread(target=hold_it)
    other.start()
    assert got.wait(120)
    tell("taken by another", refused(lambda: concurrency("limiting-one", timeout_seconds=0.5).__enter__()))
    asked.set()
    other.join()
    with concurrency("limiting-one", timeout_seconds=120):
        tell("got it afterwards", slots("limiting-one"))


if __name__ == "__main__":
    with get_client(sync_client=True) as client:
        for name, limit, decay in (("one", 1, 0), ("two", 2, 0), ("rate", 5, 10)):
            client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=f"limiting-{name}", limit=limit, slot_decay_per_second=decay))
        client.create_concurrency_limit("limiting-tag", 1)
    in_a_flow()
    asyncio.run(in_an_async_flow())
    with_tags()
    hold_beside()
    tell("at the end", {name: slots(f"limiting-{name}") for name in ("one", "two")})
