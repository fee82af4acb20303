"""Starts runs of what `serving.py` serves, and steers them: waits, cancels, suspends, resumes."""

import asyncio
import json
import signal
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from prefect import resume_flow_run
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, FlowFilter, FlowRunFilter
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.states import Cancelling


async def until(find, attempts: int = 600):
    """What `find` finds, once it finds something."""
    for _ in range(attempts):
        found = await find()
        if found:
            return found
        await asyncio.sleep(0.25)
    raise TimeoutError(find)


async def wait_for_state(client: PrefectClient, run_id, *names: str):
    async def look():
        run = await client.read_flow_run(run_id)
        return run if run.state.name in names else None

    return await until(look)


async def start(name: str, **options):
    return await run_deployment(f"{name}/served", timeout=0, **options)


async def plain(client: PrefectClient) -> None:
    run = await start("serving-plain", parameters={"label": "by hand"}, tags=["mine"], idempotency_key="once")
    again = await start("serving-plain", parameters={"label": "again"}, idempotency_key="once")
    assert again.id == run.id
    finished = await wait_for_state(client, run.id, "Completed")
    assert finished.parameters == {"number": 5, "label": "by hand"}, finished.parameters


async def wrong(client: PrefectClient) -> None:
    deployment = await client.read_deployment_by_name("serving-plain/served")
    try:
        await client.create_flow_run_from_deployment(deployment.id, parameters={"number": "many"})
    except PrefectHTTPStatusError as error:
        assert error.response.status_code == 409, error.response.text
        assert "'many' is not of type 'integer'" in error.response.text, error.response.text
    else:
        raise AssertionError("wrong parameters were taken")
    try:
        await client.read_deployment_by_name("serving-plain/missing")
    except ObjectNotFound:
        pass
    else:
        raise AssertionError("a deployment that does not exist was found")


async def ends(client: PrefectClient, name: str, *states: str) -> None:
    run = await start(name)
    await wait_for_state(client, run.id, *states)


async def cancelled(client: PrefectClient) -> None:
    run = await start("serving-endless")
    await wait_for_state(client, run.id, "Running")
    await asyncio.sleep(1)
    result = await client.set_flow_run_state(run.id, Cancelling())
    assert result.status.value == "ACCEPT", result
    await wait_for_state(client, run.id, "Cancelled")


async def cancelled_early(client: PrefectClient) -> None:
    run = await start("serving-endless", scheduled_time=datetime.now(timezone.utc) + timedelta(days=1))
    result = await client.set_flow_run_state(run.id, Cancelling())
    print("TOLD cancelled before it started:", result.status.value, result.state.name if result.state else None)
    await wait_for_state(client, run.id, "Cancelled")


async def suspended(client: PrefectClient) -> None:
    run = await start("serving-suspending")
    await wait_for_state(client, run.id, "Suspended")
    await asyncio.sleep(1)
    await resume_flow_run(run.id, run_input={"amount": 4})
    await wait_for_state(client, run.id, "Completed")


async def ticking(client: PrefectClient) -> None:
    """Waits for a short schedule to run to its end by itself."""
    ran = FlowRunFilter(tags={"all_": ["ticking"]}, state={"name": {"any_": ["Completed"]}})

    async def both_ran():
        runs = await client.read_flow_runs(flow_run_filter=ran)
        return runs if len(runs) == 2 else None

    runs = await until(both_ran)
    assert all(run.auto_scheduled and run.parameters == {"number": 7} for run in runs), runs


async def upcoming(client: PrefectClient) -> None:
    """Prints the moments the schedules call for."""
    moments = {}
    for name in ("by-interval", "by-cron", "by-rrule"):
        by_name = DeploymentFilter(name={"any_": [name]})

        async def three_runs():
            runs = await client.read_flow_runs(deployment_filter=by_name, sort=FlowRunSort.EXPECTED_START_TIME_ASC)
            return runs if len(runs) >= 3 else None

        runs = await until(three_runs)
        assert all(run.auto_scheduled for run in runs)
        moments[name] = [run.expected_start_time for run in runs]
    # Counted from the moment of registration, so that only the steps can be compared.
    start, *others = moments["by-interval"]
    moments["by-interval"] = [(moment - start).total_seconds() for moment in others]
    print("TOLD " + json.dumps(moments, default=str))


async def main() -> None:
    async with get_client() as client:

        async def registered():
            served = FlowFilter(name={"any_": ["serving-ticking", "timetable", "serving-calling"]})
            return len(await client.read_deployments(flow_filter=served)) == 5

        await until(registered)
        await wrong(client)
        await asyncio.gather(
            plain(client),
            ends(client, "serving-failing", "Failed"),
            ends(client, "serving-exiting", "Crashed"),
            ends(client, "serving-killed", "Crashed"),
            ends(client, "serving-terminated", "Crashed"),
            ends(client, "serving-calling", "Completed"),
            cancelled(client),
            cancelled_early(client),
            suspended(client),
            ticking(client),
            upcoming(client),
        )
        # The last runs are final a moment before their processes have sent their logs and are gone.
        await asyncio.sleep(8)


if __name__ == "__main__":
    serving = subprocess.Popen([sys.executable, str(Path(__file__).with_name("serving.py"))])
    try:
        asyncio.run(main())
    finally:
        serving.send_signal(signal.SIGINT)
        print("served until", serving.wait(30))
