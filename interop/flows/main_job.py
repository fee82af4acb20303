"""The main job from Python: serves a pipeline over the world's time zones, starts a run by hand, waits for a scheduled one.

The data are the tables of countries and zones that the pytz package ships.
"""

import asyncio
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytz

from prefect import flow, get_run_logger, serve, task
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.sorting import FlowRunSort, TaskRunSort
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run

midwinter, midsummer = datetime(2026, 1, 1, 12), datetime(2026, 7, 1, 12)


def rows_of(name: str) -> list[list[str]]:
    with pytz.open_resource(name) as table:
        lines = table.read().decode().splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@task(retries=2, retry_delay_seconds=0.5)
def fetch_zones() -> list[list[str]]:
    """Fails the first time in every run, as a network does."""
    marker = Path(tempfile.gettempdir()) / f"main-job-{flow_run.id}"
    if not marker.exists():
        marker.touch()
        raise ConnectionError("the connection was reset while the table was read")
    marker.unlink()
    return rows_of("zone1970.tab")


@task
def fetch_countries() -> dict[str, str]:
    return dict(rows_of("iso3166.tab"))


@task(task_run_name="zones of {code}")
def summarize(code: str, zones: list[list[str]]) -> dict:
    names = [zone[2] for zone in zones if code in zone[0].split(",")]
    offsets = [ZoneInfo(name).utcoffset(midwinter).total_seconds() / 3600 for name in names]
    changing = [name for name in names if ZoneInfo(name).utcoffset(midsummer) != ZoneInfo(name).utcoffset(midwinter)]
    return {"code": code, "zones": len(names), "span": max(offsets) - min(offsets), "changing": len(changing)}


@task
def rank(summaries: list[dict], countries: dict[str, str]) -> list[str]:
    widest = sorted(summaries, key=lambda summary: (-summary["span"], summary["code"]))[:3]
    return [f"{countries[summary['code']]}: {summary['span']:g} hours" for summary in widest]


@flow(name="zone-report", log_prints=True)
def report(summaries: list[dict], countries: dict[str, str]) -> list[str]:
    lines = rank(summaries, countries)
    for line in lines:
        print(line)
    return lines


@flow(name="time-zones", description="Which countries span the most time zones.", persist_result=True)
def time_zones(count: int = 8) -> list[str]:
    zones, countries = fetch_zones(), fetch_countries()
    by_country = Counter(code for zone in zones for code in zone[0].split(","))
    codes = [code for code, _ in sorted(by_country.items(), key=lambda item: (-item[1], item[0]))[:count]]
    get_run_logger().info("looking at %s of %s countries", len(codes), len(by_country))
    summaries = summarize.map(codes, zones=[zones] * len(codes)).result()
    return report(summaries, countries)


async def until(find, seconds: int = 120):
    for _ in range(seconds * 2):
        found = await find()
        if found:
            return found
        await asyncio.sleep(0.5)
    raise TimeoutError(f"nothing found in {seconds} s")


async def tell(client, title: str, run) -> None:
    print(f"{title}: {run.name} {run.state.name} in {run.total_run_time.total_seconds():.1f} s")
    tasks = await client.read_task_runs(flow_run_filter=FlowRunFilter(id={"any_": [run.id]}), sort=TaskRunSort.EXPECTED_START_TIME_ASC)
    for each in tasks:
        print(f"    {each.name:24} {each.state.name:12} {each.total_run_time.total_seconds():.2f} s, attempt {each.run_count}")


async def main() -> None:
    async with get_client() as client:

        async def registered():
            try:
                return await client.read_deployment_by_name("time-zones/main")
            except ObjectNotFound:
                return None

        deployment = await until(registered)
        by_hand = await run_deployment("time-zones/main", parameters={"count": 6}, timeout=120, poll_interval=1)
        await tell(client, "started by hand", by_hand)
        print("result:", await by_hand.state.aresult())

        async def ran_by_schedule():
            done = FlowRunFilter(deployment_id={"any_": [deployment.id]}, tags={"all_": ["auto-scheduled"]}, state={"type": {"any_": ["COMPLETED"]}})
            return await client.read_flow_runs(flow_run_filter=done, sort=FlowRunSort.END_TIME_DESC)

        await tell(client, "started by its schedule", (await until(ran_by_schedule))[0])
        await client.pause_deployment(deployment.id)


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve(time_zones.to_deployment("main", interval=20, tags=["demo"]))
    else:
        serving = subprocess.Popen([sys.executable, __file__, "serve"])
        try:
            asyncio.run(main())
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(30)
