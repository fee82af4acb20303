"""Calls the methods of the Python client on variables, artifacts, limits, work pools, queues, blocks, automations and events.

The argument is `sync` or `async`: which of the two clients is used.
"""

import asyncio
import uuid
from datetime import datetime, timedelta, timezone

from calls import call, kind, mark, nowhere, run

from prefect import get_client
from prefect.client.schemas.actions import (
    ArtifactCreate,
    ArtifactUpdate,
    BlockDocumentCreate,
    BlockDocumentUpdate,
    BlockSchemaCreate,
    BlockTypeCreate,
    BlockTypeUpdate,
    GlobalConcurrencyLimitCreate,
    GlobalConcurrencyLimitUpdate,
    VariableCreate,
    VariableUpdate,
    WorkPoolCreate,
    WorkPoolUpdate,
)
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactFilter, WorkPoolFilter, WorkQueueFilter
from prefect.client.schemas.sorting import ArtifactSort, AutomationSort
from prefect.events.actions import DoNothing
from prefect.events.filters import AutomationFilter, AutomationFilterName, EventFilter, EventNameFilter
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

name = f"{mark}-thing"
long_ago = datetime(2020, 1, 1, tzinfo=timezone.utc)


def is_ours(item: object) -> bool:
    return getattr(item, "name", "").replace("_", "-").startswith(name)


async def variables() -> None:
    variable = name.replace("-", "_")
    await call("create_variable", VariableCreate(name=variable, value={"a": [1, 2.5, None, True]}, tags=["t"]))
    await call("create_variable", VariableCreate(name=variable, value=1), note="again")
    await call("read_variable_by_name", variable)
    await call("read_variable_by_name", "no_such_variable", note="unknown")
    await call("update_variable", VariableUpdate(name=variable, value="text", tags=["u"]))
    await call("read_variable_by_name", variable, note="changed")
    await call("read_variables", only=is_ours)
    await call("read_variables", limit=0, note="none")
    await call("read_variables", limit=1000, note="too many")
    await call("delete_variable_by_name", variable)
    await call("delete_variable_by_name", variable, note="again")


async def artifacts() -> None:
    ours = ArtifactFilter(key={"any_": [name]})
    first = await call("create_artifact", ArtifactCreate(key=name, type="markdown", data="# one", description="d", metadata_={"m": "1"}))
    await call("create_artifact", ArtifactCreate(key=name, type="table", data={"rows": [1]}))
    await call("read_artifacts", artifact_filter=ours, sort=ArtifactSort.CREATED_DESC)
    await call("read_latest_artifacts", artifact_filter=ArtifactCollectionFilter(key={"any_": [name]}))
    await call("update_artifact", first.id, ArtifactUpdate(data="# changed", description="e"))
    await call("update_artifact", nowhere, ArtifactUpdate(data=1), note="unknown")
    await call("read_artifacts", artifact_filter=ours, sort=ArtifactSort.CREATED_DESC, note="changed")
    await call("delete_artifact", first.id)
    await call("delete_artifact", first.id, note="again")


async def global_limits() -> None:
    await call("create_global_concurrency_limit", GlobalConcurrencyLimitCreate(name=name, limit=2, slot_decay_per_second=0.5))
    await call("create_global_concurrency_limit", GlobalConcurrencyLimitCreate(name=name, limit=3), note="again")
    await call("read_global_concurrency_limit_by_name", name)
    await call("read_global_concurrency_limit_by_name", "no such limit", note="unknown")
    await call("read_global_concurrency_limits", 200, 0, only=is_ours)
    await call("read_global_concurrency_limits", 1000, note="too many")
    await call("upsert_global_concurrency_limit_by_name", name, 3)
    await call("update_global_concurrency_limit", name, GlobalConcurrencyLimitUpdate(limit=4, slot_decay_per_second=0.0))
    await call("increment_concurrency_slots", [name, "no such limit"], 2, "concurrency")
    await call("read_global_concurrency_limit_by_name", name, note="taken")
    await call("increment_concurrency_slots", [name], 9, "concurrency", note="too many")
    await call("release_concurrency_slots", [name], 2, 0.1)
    lease = await call("increment_concurrency_slots_with_lease", [name], 3, "concurrency", 60.0)
    await call("increment_concurrency_slots_with_lease", ["no such limit"], 1, "concurrency", 60.0, note="unknown")
    lease_id = lease.json()["lease_id"]
    await call("renew_concurrency_lease", lease_id, 90.0)
    await call("release_concurrency_slots_with_lease", lease_id)
    await call("renew_concurrency_lease", lease_id, 90.0, note="released")
    await call("read_global_concurrency_limit_by_name", name, note="given back")
    await call("delete_global_concurrency_limit_by_name", name)
    await call("delete_global_concurrency_limit_by_name", name, note="again")


async def tag_limits() -> None:
    await call("create_concurrency_limit", name, 2)
    await call("create_concurrency_limit", name, 3, note="again")
    await call("read_concurrency_limit_by_tag", name)
    await call("read_concurrency_limit_by_tag", "no-such-tag", note="unknown")
    await call("read_concurrency_limits", 200, 0, only=lambda limit: limit.tag == name)
    await call("read_concurrency_limits", -1, 0, note="a limit below nothing")
    await call("increment_v1_concurrency_slots", [name], nowhere)
    await call("read_concurrency_limit_by_tag", name, note="taken")
    await call("decrement_v1_concurrency_slots", [name], nowhere, 0.1)
    await call("reset_concurrency_limit_by_tag", name)
    await call("delete_concurrency_limit_by_tag", name)
    await call("delete_concurrency_limit_by_tag", name, note="again")


async def work_pools() -> None:
    template = {
        "job_configuration": {"image": "{{ image }}"},
        "variables": {"type": "object", "properties": {"image": {"type": "string", "default": "busybox"}}},
    }
    await call("create_work_pool", WorkPoolCreate(name=name, type="process", description="d", base_job_template=template, concurrency_limit=4))
    await call("create_work_pool", WorkPoolCreate(name=name, type="process"), note="again")
    await call("create_work_pool", WorkPoolCreate(name=name, type="process", description="over"), overwrite=True, note="over")
    await call("read_work_pool", name)
    await call("read_work_pool", "no-such-pool", note="unknown")
    await call("update_work_pool", name, WorkPoolUpdate(is_paused=True, concurrency_limit=5))
    await call("read_work_pools", work_pool_filter=WorkPoolFilter(name={"any_": [name]}))
    await call("send_worker_heartbeat", name, "worker 1", 30.0)
    await call("read_workers_for_work_pool", name)
    await call("read_work_pool_concurrency_status", name)
    queue = await call("create_work_queue", "second", work_pool_name=name, description="q", concurrency_limit=1, priority=3)
    await call("create_work_queue", "second", work_pool_name=name, note="again")
    await call("read_work_queue", queue.id)
    await call("read_work_queue", nowhere, note="unknown")
    await call("read_work_queue_by_name", "second", work_pool_name=name)
    await call("read_work_queues", work_pool_name=name)
    await call("read_work_queues", work_pool_name=name, work_queue_filter=WorkQueueFilter(name={"any_": ["default"]}), note="by name")
    await call("match_work_queues", ["sec"], work_pool_name=name)
    await call("update_work_queue", queue.id, is_paused=True, priority=7)
    await call("read_work_queue_status", queue.id)
    await call("read_work_queue_concurrency_status", queue.id)
    await call("get_runs_in_work_queue", queue.id)
    await call("get_scheduled_flow_runs_for_work_pool", name)
    await call("delete_work_queue_by_id", queue.id)
    await call("delete_work_queue_by_id", queue.id, note="again")
    await call("delete_work_pool", name)
    await call("delete_work_pool", name, note="again")


async def blocks() -> None:
    made = await call("create_block_type", BlockTypeCreate(name=name, slug=name, description="A thing.", code_example="thing()"))
    await call("create_block_type", BlockTypeCreate(name=name, slug=name), note="again")
    await call("read_block_type_by_slug", name)
    await call("read_block_type_by_slug", "no-such-type", note="unknown")
    await call("update_block_type", made.id, BlockTypeUpdate(description="Another thing."))
    fields = {
        "title": "Thing",
        "type": "object",
        "properties": {"host": {"type": "string", "title": "Host"}, "key": {"type": "string", "title": "Key", "format": "password", "writeOnly": True}},
        "required": ["host"],
        "secret_fields": ["key"],
        "block_type_slug": name,
        "block_schema_references": {},
    }
    schema = await call("create_block_schema", BlockSchemaCreate(fields=fields, block_type_id=made.id, capabilities=["read"], version="1.0"))
    await call("create_block_schema", BlockSchemaCreate(fields=fields, block_type_id=made.id, capabilities=["read"], version="1.0"), note="again")
    await call("read_block_schema_by_checksum", schema.checksum)
    await call("read_block_schema_by_checksum", "sha256:none", note="unknown")
    await call("get_most_recent_block_schema_for_block_type", made.id)
    to_create = BlockDocumentCreate(name="mine", data={"host": "h", "key": "secret"}, block_schema_id=schema.id, block_type_id=made.id)
    document = await call("create_block_document", to_create)
    await call("create_block_document", to_create, note="again")
    await call("create_block_document", to_create.model_copy(update={"name": "shown"}), include_secrets=False, note="without secrets")
    await call("read_block_document", document.id)
    await call("read_block_document", document.id, include_secrets=False, note="without secrets")
    await call("read_block_document", nowhere, note="unknown")
    await call("read_block_types", only=is_ours)
    await call("read_block_schemas", only=lambda each: each.block_type_id == made.id)
    await call("read_block_documents", limit=200, only=lambda each: each.block_type_id == made.id)
    await call("read_block_documents", limit=200, include_secrets=False, only=lambda each: each.block_type_id == made.id, note="without secrets")
    await call("read_block_document_by_name", "mine", name)
    await call("read_block_documents_by_type", name, include_secrets=False)
    await call("update_block_document", document.id, BlockDocumentUpdate(block_schema_id=schema.id, data={"host": "other"}))
    await call("read_block_document", document.id, note="changed")
    await call("delete_block_document", document.id)
    await call("delete_block_document", document.id, note="again")
    await call("delete_block_type", made.id)


async def automations() -> None:
    resource = f"app.{kind}.thing"
    trigger = EventTrigger(expect={"app.happened"}, match={"prefect.resource.id": resource}, posture=Posture.Reactive, threshold=2, within=timedelta(seconds=30))
    wanted = AutomationCore(name=name, description="d", enabled=False, trigger=trigger, actions=[DoNothing()], owner_resource=resource)
    made = await call("create_automation", wanted)
    await call("read_automation", made)
    await call("read_automation", nowhere, note="unknown")
    await call("read_automations_by_name", name)
    await call("read_automations", automations=AutomationFilter(name=AutomationFilterName(any_=[name])), sort=AutomationSort.NAME_ASC, limit=5)
    await call("read_automations", limit=1000, note="too many")
    await call("find_automation", name)
    await call("resume_automation", made)
    await call("pause_automation", made)
    await call("update_automation", made, wanted.model_copy(update={"description": "changed"}))
    await call("read_automation", made, note="changed")
    await call("read_resource_related_automations", resource)
    await call("delete_resource_owned_automations", resource)
    await call("read_automation", made, note="gone")
    await call("delete_automation", made, note="gone")


async def until_stored(wanted: EventFilter, number: int) -> None:
    """Servers may store events a moment after they have taken them."""
    with get_client(sync_client=True) as client:
        for _ in range(100):
            if client.read_events(wanted, limit=10).total == number:
                return
            await asyncio.sleep(0.2)


async def events() -> None:
    none_such = EventFilter(event=EventNameFilter(name=["app.never"]), occurred={"since": long_ago, "until": long_ago + timedelta(days=1)})
    await call("read_events", none_such, limit=10)
    await call("read_events", none_such, note="more than a page may hold")
    happened = [
        {
            "id": str(uuid.uuid4()),
            "occurred": (long_ago + timedelta(seconds=place)).isoformat(),
            "event": f"app.{kind}.counted",
            "resource": {"prefect.resource.id": f"app.{kind}.counter", "place": str(place)},
            "payload": {"place": place},
        }
        for place in range(3)
    ]
    await call("request", "POST", "/events", json=happened, note="three events")
    counted = EventFilter(event=EventNameFilter(name=[f"app.{kind}.counted"]), occurred={"since": long_ago, "until": long_ago + timedelta(days=1)})
    await until_stored(counted, len(happened))
    page = await call("read_events", counted, limit=2, note="first page")
    page = await call("read_events_page", page.next_page)
    await call("read_events", counted, limit=0, note="too few")


async def server() -> None:
    await call("read_server_default_result_storage")
    await call("update_server_default_result_storage", nowhere, note="unknown")
    await call("clear_server_default_result_storage")
    await call("read_worker_metadata")


async def everything() -> None:
    for part in (variables, artifacts, global_limits, tag_limits, work_pools, blocks, automations, events, server):
        await part()


run(everything)
