"""Listeners to events and logs: by their own filters, and to one run until it ends."""

import asyncio
import json
import uuid

from prefect import flow, get_client, get_run_logger, task
from prefect.client.schemas.actions import LogCreate
from prefect.client.schemas.filters import LogFilter
from prefect.events import Event, emit_event
from prefect.events.clients import get_events_client, get_events_subscriber
from prefect.events.filters import EventFilter
from prefect.events.subscribers import FlowRunSubscriber
from prefect.flow_engine import run_flow
from prefect.logging.clients import get_logs_subscriber
from prefect.types._datetime import now


def tell(title: str, value: object) -> None:
    print("TOLD", title, json.dumps(value))


@task
def step() -> None:
    get_run_logger().info("a step of it")


@flow(name="streaming-followed")
def followed() -> None:
    get_run_logger().info("it has begun")
    step()


async def events() -> None:
    wanted = EventFilter(event={"prefix": ["streaming."], "exclude_prefix": ["streaming.not-"]})
    async with get_events_subscriber(filter=wanted) as subscriber:
        emit_event("streaming.first", resource={"prefect.resource.id": "streaming.one"}, payload={"big": 2**40, "share": 0.25})
        emit_event("streaming.not-this", resource={"prefect.resource.id": "streaming.one"})
        emit_event("other.event", resource={"prefect.resource.id": "streaming.one"})
        async with get_events_client() as client:
            related = [{"prefect.resource.id": "streaming.two", "prefect.resource.role": "neighbour"}]
            await client.emit(Event(event="streaming.second", resource={"prefect.resource.id": "streaming.one"}, related=related))
        got = [await anext(subscriber) for _ in range(2)]
    for event in sorted(got, key=lambda each: each.event):
        tell("event", event.model_dump(mode="json", include={"event", "resource", "related", "payload"}))


async def logs() -> None:
    run_id = uuid.uuid4()
    wanted = LogFilter(flow_run_id={"any_": [run_id]}, level={"ge_": 30})
    heard: set[str] = set()

    async def send() -> None:
        # A server may begin to listen for a listener a moment after it has said so.
        async with get_client() as client:
            while len(heard) < 2:
                lines = [LogCreate(name="streaming", level=level, message=f"line {level}", timestamp=now(), flow_run_id=run_id) for level in (10, 30, 20, 50)]
                await client.create_logs(lines)
                await asyncio.sleep(0.5)

    async with get_logs_subscriber(filter=wanted) as subscriber:
        sending = asyncio.create_task(send())
        while len(heard) < 2:
            heard.add((await anext(subscriber)).message)
        await sending
    tell("logs", sorted(heard))


async def one_run() -> None:
    async with get_client() as client:
        run = await client.create_flow_run(followed)
    heard: list[str] = []

    async def listen() -> None:
        async with FlowRunSubscriber(flow_run_id=run.id) as subscriber:
            ready.set()
            async for item in subscriber:
                heard.append(item.event if isinstance(item, Event) else item.message)

    ready = asyncio.Event()
    listening = asyncio.create_task(listen())
    await ready.wait()
    await asyncio.to_thread(run_flow, followed, run)
    await asyncio.wait_for(listening, 120)
    tell("one run", sorted(set(heard) & {"it has begun", "a step of it", "prefect.flow-run.Running", "prefect.flow-run.Completed"}))


async def main() -> None:
    await events()
    await logs()
    await one_run()


if __name__ == "__main__":
    asyncio.run(main())
