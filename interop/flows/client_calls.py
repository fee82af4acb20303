"""Calls every method of the Python client on flows, runs, states, logs and deployments, and prints what each gave.

The argument is `sync` or `async`: which of the two clients is used.
"""

import json
import uuid
from datetime import datetime, timedelta, timezone

from calls import call, mark, nowhere, run

from prefect import flow, task
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate, LogCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    FlowFilter,
    FlowRunFilter,
    LogFilter,
    TaskRunFilter,
)
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule, RRuleSchedule
from prefect.client.schemas.sorting import DeploymentSort, FlowRunSort, FlowSort, LogSort, TaskRunSort
from prefect.states import Completed, Failed, Paused, Pending, Running, Scheduled

moment = datetime(2035, 5, 17, 12, 30, 0, 123456, tzinfo=timezone.utc)


@flow(name=f"{mark}-flow", version="3", retries=2, retry_delay_seconds=5)
def example(number: int = 1) -> None: ...


@task(name=f"{mark}-task", tags=["t"], retries=1)
def example_task() -> None: ...


async def flows() -> uuid.UUID:
    flow_id = await call("create_flow", example)
    await call("create_flow_from_name", f"{mark}-flow", note="known")
    other = await call("create_flow_from_name", f"{mark}-other")
    await call("create_flow_from_name", "not/allowed", note="bad name")
    await call("read_flow", flow_id)
    await call("read_flow", nowhere, note="unknown")
    await call("read_flow_by_name", f"{mark}-flow")
    await call("read_flow_by_name", f"{mark}-missing", note="unknown")
    ours = FlowFilter(name={"like_": f"{mark}-"})
    for sort in FlowSort:
        await call("read_flows", flow_filter=ours, sort=sort, note=sort.value)
    await call("read_flows", flow_filter=ours, limit=1, offset=1, note="page", sort=FlowSort.NAME_ASC)
    await call("read_flows", limit=1000, note="too many")
    await call("delete_flow", other)
    await call("delete_flow", other, note="again")
    return flow_id


async def flow_runs(flow_id: uuid.UUID) -> uuid.UUID:
    made = await call("create_flow_run", example, name="run 1", parameters={"number": 2}, context={"a": [1]}, tags=["x", "y"])
    await call("create_flow_run", example, name="run 2", state=Scheduled(scheduled_time=moment), job_variables={"image": "x"})
    await call("create_flow_run", example, name="run 3", state=Running(message="already on its way"))
    await call("read_flow_run", made.id)
    await call("read_flow_run", nowhere, note="unknown")
    await call("set_flow_run_name", made.id, "run one")
    await call("update_flow_run", made.id, flow_version="4", tags=["z"], parameters={"number": 3}, infrastructure_pid="77:host")
    await call("update_flow_run", nowhere, name="nobody", note="unknown")
    await call("update_flow_run_labels", made.id, {"team": "data", "tries": 3, "share": 0.5, "open": True})
    await call("set_flow_run_state", made.id, Pending())
    await call("set_flow_run_state", made.id, Running())
    await call("set_flow_run_state", made.id, Failed(message="first try"), note="to be retried")
    await call("set_flow_run_state", made.id, Running(), note="too early")
    await call("set_flow_run_state", made.id, Running(), force=True, note="forced")
    await call("set_flow_run_state", made.id, Completed(data={"inline": ["result"]}))
    await call("set_flow_run_state", made.id, Pending(), note="after the end")
    await call("set_flow_run_state", nowhere, Running(), note="unknown")
    await call("read_flow_run", made.id, note="at the end")
    states = await call("read_flow_run_states", made.id)
    await call("read_flow_run_state", states[0].id)
    await call("read_flow_run_state", nowhere, note="unknown")
    ours = FlowFilter(id={"any_": [flow_id]})
    by_name = {"flow_filter": ours, "sort": FlowRunSort.NAME_ASC}
    for sort in (FlowRunSort.NAME_ASC, FlowRunSort.NAME_DESC, FlowRunSort.EXPECTED_START_TIME_DESC):
        await call("read_flow_runs", flow_filter=ours, sort=sort, note=sort.value)
    # Databases disagree about the place of runs without a next time, so there are none of them here.
    due = FlowRunFilter(next_scheduled_start_time={"before_": moment})
    await call("read_flow_runs", flow_filter=ours, flow_run_filter=due, sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC, note="due")
    for note, given in {
        "by state type": {"state": {"type": {"any_": ["COMPLETED", "RUNNING"]}}},
        "by state name": {"state": {"name": {"any_": ["Scheduled"]}}},
        "by not state": {"state": {"name": {"not_any_": ["Scheduled"]}}},
        "by tags": {"tags": {"all_": ["z"]}},
        "without tags": {"tags": {"is_null_": True}},
        "by name": {"name": {"like_": "RUN 2"}},
        "by time": {"expected_start_time": {"after_": datetime(2030, 1, 1, tzinfo=timezone.utc)}},
        "without deployment": {"deployment_id": {"is_null_": True}},
        "either": {"operator": "or_", "name": {"any_": ["run 2"]}, "tags": {"any_": ["z"]}},
        "without parent": {"parent_task_run_id": {"is_null_": True}},
        "by version": {"flow_version": {"any_": ["4"]}},
    }.items():
        await call("read_flow_runs", flow_run_filter=FlowRunFilter(**given), note=note, **by_name)
    await call("read_flow_runs", limit=1, offset=1, note="page", **by_name)
    await call("count_flow_runs", flow_filter=ours)
    paused = await call("create_flow_run", example, name="run 4", state=Running())
    await call("set_flow_run_state", paused.id, Paused(timeout_seconds=600, pause_key="p"), note="pause")
    await call("resume_flow_run", paused.id)
    await call("resume_flow_run", paused.id, note="again")
    await call("set_flow_run_state", paused.id, Paused(timeout_seconds=600, pause_key="p"), note="pause again")
    await call("delete_flow_run", paused.id)
    return made.id


async def inputs(run_id: uuid.UUID) -> None:
    for key in ("one-a", "one-b", "two"):
        await call("create_flow_run_input", run_id, key, json.dumps({"key": key}), sender="somebody")
    await call("create_flow_run_input", run_id, "two", "{}", note="again")
    await call("create_flow_run_input", nowhere, "two", "{}", note="unknown run")
    await call("filter_flow_run_input", run_id, "one", 10, set())
    await call("filter_flow_run_input", run_id, "one", 10, {"one-a"}, note="excluding")
    await call("read_flow_run_input", run_id, "two")
    await call("read_flow_run_input", run_id, "three", note="unknown")
    await call("delete_flow_run_input", run_id, "two")
    await call("delete_flow_run_input", run_id, "two", note="again")


async def task_runs(run_id: uuid.UUID) -> None:
    made = await call("create_task_run", example_task, run_id, "0", name="first", extra_tags=["more"], state=Pending())
    await call("create_task_run", example_task, run_id, "0", name="first", note="again")
    await call("create_task_run", example_task, run_id, "1", name="second", task_inputs={"x": [{"input_type": "task_run", "id": str(made.id)}]})
    await call("create_task_run", example_task, None, "0", name="alone")
    await call("read_task_run", made.id)
    await call("read_task_run", nowhere, note="unknown")
    await call("set_task_run_name", made.id, "first by name")
    await call("set_task_run_state", made.id, Running())
    await call("set_task_run_state", made.id, Failed(message="retried"))
    await call("set_task_run_state", made.id, Running())
    await call("set_task_run_state", made.id, Completed())
    await call("set_task_run_state", nowhere, Running(), note="unknown")
    await call("read_task_run_states", made.id)
    ours = FlowRunFilter(id={"any_": [run_id]})
    for sort in (TaskRunSort.NAME_ASC, TaskRunSort.NAME_DESC, TaskRunSort.EXPECTED_START_TIME_ASC):
        await call("read_task_runs", flow_run_filter=ours, sort=sort, note=sort.value)
    done = TaskRunFilter(state={"type": {"any_": ["COMPLETED"]}}, tags={"all_": ["more"]})
    await call("read_task_runs", flow_run_filter=ours, task_run_filter=done, note="done")
    await call("read_flow_runs", task_run_filter=done, flow_run_filter=ours, note="of task runs")
    await call("delete_task_run", made.id)
    await call("delete_task_run", made.id, note="again")


async def logs(run_id: uuid.UUID) -> None:
    lines = [(20, "first"), (40, "second has an error"), (10, "third")]
    await call(
        "create_logs",
        [
            LogCreate(name="prefect.flow_runs", level=level, message=message, timestamp=moment + timedelta(seconds=place), flow_run_id=run_id)
            for place, (level, message) in enumerate(lines)
        ],
    )
    ours = {"flow_run_id": {"any_": [run_id]}}
    for sort in LogSort:
        await call("read_logs", LogFilter(**ours), sort=sort, note=sort.value)
    await call("read_logs", LogFilter(**ours, level={"ge_": 20, "le_": 30}), note="by level")
    await call("read_logs", LogFilter(**ours, timestamp={"after_": moment + timedelta(seconds=1)}), note="by time")
    await call("read_logs", LogFilter(**ours), limit=1, offset=1, note="page")


async def deployments(flow_id: uuid.UUID) -> None:
    schema = {"type": "object", "title": "Parameters", "properties": {"number": {"type": "integer", "title": "number", "position": 0, "default": 1}}}
    every_day = DeploymentScheduleCreate(schedule=CronSchedule(cron="15 3 * * *", timezone="Europe/Berlin"), active=False, slug="nightly")
    deployment_id = await call(
        "create_deployment",
        flow_id,
        "main",
        version="1",
        schedules=[every_day],
        concurrency_limit=3,
        concurrency_options={"collision_strategy": "CANCEL_NEW"},
        parameters={"number": 4},
        description="A deployment.",
        tags=["d"],
        path="/somewhere",
        entrypoint="flows.py:example",
        parameter_openapi_schema=schema,
        paused=False,
        pull_steps=[{"prefect.deployments.steps.set_working_directory": {"directory": "/somewhere"}}],
        enforce_parameter_schema=True,
        job_variables={"memory": 512},
    )
    await call("create_deployment", nowhere, "main", note="unknown flow")
    await call("create_deployment", flow_id, "pooled", work_pool_name="no-such-pool", note="unknown pool")
    await call("create_deployment", flow_id, "second")
    await call("read_deployment", deployment_id)
    await call("read_deployment", nowhere, note="unknown")
    await call("read_deployment", "no-uuid", note="no id")
    await call("read_deployment_by_name", f"{mark}-flow/main")
    await call("read_deployment_by_name", f"{mark}-flow/missing", note="unknown")
    ours = FlowFilter(id={"any_": [flow_id]})
    for sort in DeploymentSort:
        await call("read_deployments", flow_filter=ours, sort=sort, note=sort.value)
    tagged = DeploymentFilter(tags={"all_": ["d"]}, paused={"eq_": False})
    await call("read_deployments", flow_filter=ours, deployment_filter=tagged, note="by tag")
    await call("update_deployment", deployment_id, DeploymentUpdate(description="Changed.", tags=["e"], parameters={"number": 5}))
    await call("read_deployment", deployment_id, note="changed")
    added = await call(
        "create_deployment_schedules",
        deployment_id,
        [
            DeploymentScheduleCreate(schedule=IntervalSchedule(interval=timedelta(hours=6), anchor_date=moment), active=False, slug="six-hourly"),
            DeploymentScheduleCreate(schedule=RRuleSchedule(rrule="FREQ=WEEKLY;BYDAY=FR"), active=False, slug="fridays", parameters={"number": 9}),
        ],
    )
    await call("read_deployment_schedules", deployment_id)
    await call("update_deployment_schedule", deployment_id, added[0].id, active=False, schedule=IntervalSchedule(interval=timedelta(days=1), anchor_date=moment))
    await call("update_deployment_schedule", deployment_id, nowhere, active=True, note="unknown")
    await call("delete_deployment_schedule", deployment_id, added[1].id)
    await call("delete_deployment_schedule", deployment_id, added[1].id, note="again")
    await call("read_deployment_schedules", deployment_id, note="changed")
    await call("pause_deployment", deployment_id)
    await call("resume_deployment", deployment_id)
    await call("set_deployment_paused_state", deployment_id, True)
    await call("set_deployment_paused_state", deployment_id, False)
    made = await call("create_flow_run_from_deployment", deployment_id, name="by hand", tags=["t"], idempotency_key="k", labels={"who": "me"})
    await call("create_flow_run_from_deployment", deployment_id, idempotency_key="k", note="again")
    await call("create_flow_run_from_deployment", deployment_id, parameters={"number": "many"}, note="wrong parameters")
    await call("create_flow_run_from_deployment", nowhere, note="unknown")
    await call("get_scheduled_flow_runs_for_deployments", [deployment_id], moment)
    await call("read_flow_runs", deployment_filter=DeploymentFilter(id={"any_": [deployment_id]}), note="of a deployment")
    await call("delete_flow_run", made.id)
    await call("delete_flow_run", made.id, note="again")
    await call("create_deployment_branch", deployment_id, "feature", note="of the hosted service")
    await call("apply_slas_for_deployment", deployment_id, [], note="of the hosted service")
    await call("delete_resource_owned_automations", f"prefect.deployment.{deployment_id}")
    await call("delete_deployment", deployment_id)
    await call("delete_deployment", deployment_id, note="again")


async def server() -> None:
    await call("api_healthcheck")
    await call("api_version")
    await call("client_version")
    await call("hello")
    await call("raise_for_api_version_mismatch")
    await call("raise_for_api_version_mismatch_once")
    await call("request", "GET", "/no/such/path", note="unknown")
    await call("read_server_default_result_storage")


async def everything() -> None:
    await server()
    flow_id = await flows()
    run_id = await flow_runs(flow_id)
    await inputs(run_id)
    await task_runs(run_id)
    await logs(run_id)
    await deployments(flow_id)
    await call("delete_flow_run", run_id)
    await call("delete_flow", flow_id)


run(everything)
