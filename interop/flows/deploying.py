"""Deployments of every kind, as `deploy`, `apply` and the client make them, and runs that other programs start of them."""

import asyncio
import json
import os
from datetime import datetime, timedelta, timezone

from prefect import deploy, flow, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments import arun_deployment, run_deployment
from prefect.events import DeploymentCompoundTrigger, DeploymentEventTrigger, EventTrigger
from prefect.schedules import Cron, Interval, RRule

folder = os.path.dirname(os.path.abspath(__file__))
pool = "deploying-pool"
moment = datetime(2035, 5, 17, 12, 30, tzinfo=timezone.utc)
kept = {
    "name", "version", "description", "paused", "tags", "parameters", "entrypoint", "parameter_openapi_schema", "enforce_parameter_schema",
    "concurrency_limit", "concurrency_options", "global_concurrency_limit", "job_variables", "pull_steps", "work_pool_name", "work_queue_name",
    "schedules", "labels", "status", "path",
}
ids = {"id", "created", "updated", "deployment_id", "flow_id"}


def tell(title: str, value: object) -> None:
    print("TOLD", title, json.dumps(value, default=str, sort_keys=True).replace(folder, "<folder>"))


def without_ids(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key not in ids}
    return [without_ids(item) for item in value] if isinstance(value, list) else value


@flow(name="deploying-example", description="Shows what it was given.", version="5")
def example(number: int = 1, when: datetime | None = None, options: dict[str, list[int]] | None = None) -> None: ...


@flow(name="deploying-other")
def other(text: str) -> None: ...


schedules = [
    Cron("0 6 * * 1-5", timezone="Europe/Berlin", slug="weekdays", parameters={"number": 6}, active=False),
    Interval(timedelta(hours=3), anchor_date=moment, slug="often", active=False),
    RRule("FREQ=MONTHLY;BYMONTHDAY=1", slug="monthly", active=False),
]
completed = DeploymentEventTrigger(name="after another", expect={"prefect.flow-run.Completed"}, match_related={"prefect.resource.name": "deploying-other"}, parameters={"number": 2})
both = DeploymentCompoundTrigger(name="after both", require="all", within=60, triggers=[EventTrigger(expect={"prefect.flow-run.Completed"}), EventTrigger(expect={"prefect.flow-run.Failed"})])


async def read_back(title: str, name: str) -> None:
    async with get_client() as client:
        found = await client.read_deployment_by_name(name)
        dumped = without_ids(found.model_dump(mode="json", include=kept))
        dumped["schedules"] = sorted(dumped["schedules"], key=lambda each: each["slug"] or "")
        if dumped["global_concurrency_limit"]:
            dumped["global_concurrency_limit"] = {key: dumped["global_concurrency_limit"][key] for key in ("limit", "active_slots", "active")}
        tell(title, dumped)
        automations = await client.read_resource_related_automations(f"prefect.deployment.{found.id}")
        tell(f"{title}: automations", sorted((each.name, each.trigger.type, each.actions[0].type) for each in automations))


async def start_runs() -> None:
    """Starts runs in every way, none of which is carried out."""
    run = await arun_deployment("deploying-example/first", timeout=0, parameters={"number": 9}, flow_run_name="by hand", tags=["t"], job_variables={"image": "other"}, scheduled_time=moment)
    shown = {"name", "parameters", "job_variables", "state_name", "expected_start_time", "auto_scheduled", "work_queue_name"}
    tell("run", [run.model_dump(mode="json", include=shown), sorted(run.tags)])
    again = [await arun_deployment("deploying-example/first", timeout=0, idempotency_key="once") for _ in range(2)]
    tell("once", again[0].id == again[1].id)
    waited = await arun_deployment("deploying-example/first", timeout=1, poll_interval=0.5)
    tell("nobody carried it out", waited.state.type.value)
    for title, given in {"wrong type": {"number": "many"}, "unknown": {"nothing": 1}}.items():
        try:
            await arun_deployment("deploying-example/first", timeout=0, parameters=given)
        except Exception as error:
            tell(title, str(error).splitlines()[0])
    try:
        await arun_deployment("deploying-example/missing", timeout=0)
    except Exception as error:
        tell("missing", f"{type(error).__name__} {error}".splitlines()[0])


async def make_pools() -> None:
    async with get_client() as client:
        template = {"job_configuration": {"image": "{{ image }}", "command": "{{ command }}"}, "variables": {"type": "object", "properties": {"image": {"type": "string"}, "command": {"type": "string"}}}}
        await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
        await client.create_work_pool(WorkPoolCreate(name=f"{pool}-images", type="docker", base_job_template=template))


def make_deployments() -> None:
    source = flow.from_source(source=folder, entrypoint="deploying.py:example")
    other_source = flow.from_source(source=folder, entrypoint="deploying.py:other")
    limit = ConcurrencyLimitConfig(limit=2, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    common = {"work_pool_name": pool, "print_next_steps": False, "ignore_warnings": True}
    source.deploy("first", schedules=schedules, concurrency_limit=limit, triggers=[completed, both], tags=["d"], job_variables={"env": {"A": "1"}}, parameters={"number": 4}, work_queue_name="urgent", version="1.0", description="The first.", **common)
    asyncio.run(read_back("first", "deploying-example/first"))
    source.deploy("first", schedule=Cron("5 4 * * *", slug="early"), tags=["e"], paused=True, job_variables={"env": {"B": "2"}}, **common)
    asyncio.run(read_back("first again", "deploying-example/first"))
    source.deploy("image", work_pool_name=f"{pool}-images", image="registry.example/flows:1", build=False, push=False, print_next_steps=False)
    asyncio.run(read_back("image", "deploying-example/image"))
    deploy(source.to_deployment("together", interval=60, paused=True), other_source.to_deployment("together"), work_pool_name=pool, print_next_steps_message=False, ignore_warnings=True)
    asyncio.run(read_back("together", "deploying-other/together"))


if __name__ == "__main__":
    asyncio.run(make_pools())
    make_deployments()
    asyncio.run(start_runs())
    run = run_deployment("deploying-other/together", parameters={"text": "sync"}, timeout=0)
    tell("sync", [run.state.name, run.parameters])
