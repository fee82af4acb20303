"""Tasks that wait for a task worker: called by `delay`, sync and async, from a flow and from nowhere."""

import asyncio
import json

from prefect import flow, get_client, task
from prefect.task_worker import TaskWorker


@task(persist_result=True, retries=1, retry_delay_seconds=0, tags=["background"])
def add(one: int, two: int) -> int:
    return one + two


@task(persist_result=True)
async def shout(text: str) -> str:
    return text.upper()


@task(persist_result=True)
def fail() -> None:
    raise ValueError("this task always fails")


@task(persist_result=True)
def late(text: str) -> str:
    return text


@flow(name="background-of-a-flow", persist_result=True)
async def of_a_flow() -> int:
    future = add.delay(20, 22)
    await future.wait_async(timeout=120)
    return await future.result_async()


async def tell(title: str, future) -> None:
    """What became of a task run that a worker took."""
    await future.wait_async(timeout=120)
    async with get_client() as client:
        for _ in range(600):
            run = await client.read_task_run(future.task_run_id)
            if run.state.is_final():
                break
            await asyncio.sleep(0.2)
        states = [state.name for state in await client.read_task_run_states(run.id)]
    about = {"states": states, "parent": run.flow_run_id is not None, "key": run.task_key, "tags": run.tags, "runs": run.run_count}
    print("TOLD", title, json.dumps(about))


async def main() -> None:
    early = add.delay(1, 2)
    worker = TaskWorker(add, shout, fail, late, limit=3)
    working = asyncio.create_task(worker.astart())
    await tell("before the worker", early)
    print("TOLD result", await early.result_async())
    await tell("sync", add.delay(3, two=4))
    await tell("async", shout.delay("quiet"))
    await tell("failing", fail.delay())
    await tell("postponed", late.apply_async(args=["later"]))
    await tell("waiting for another", late.apply_async(args=["after"], wait_for=[add.delay(5, 6)]))
    print("TOLD of a flow", await of_a_flow())
    async with get_client() as client:
        workers = (await client.request("POST", "/task_workers/filter", json={})).json()
        print("TOLD workers", json.dumps([sorted(key.split("-")[0] for key in each["task_keys"]) for each in workers]))
    await worker.astop() if worker.started else None
    working.cancel()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except BaseException as error:
        # Stopping a worker ends its process.
        if not isinstance(error, (SystemExit, asyncio.CancelledError)) and type(error).__name__ != "StopTaskWorker":
            raise
