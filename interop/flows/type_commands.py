"""Types every command of the real command line that talks to a server, and prints how each ended and what it said.

One process loads the command line once; each command runs in a copy of it.
"""

import gc
import importlib
import json
import os
import pkgutil
import re
import shlex
import sys
import tempfile
import time
import uuid
from pathlib import Path

import httpx

import prefect.cli
import prefect.events
import prefect.main
from prefect.cli._app import _app, app as command_line

home = Path(os.environ["PREFECT_HOME"])
api = httpx.Client(base_url=os.environ["PREFECT_API_URL"], timeout=60)
names: dict[str, str] = {}

# What needs a person, the hosted service or tools of its own, or is tried elsewhere.
left_out = {
    "flow serve": "serving.py serves flows",
    "flow-run watch": "watched here once the run has ended",
    "flow-run execute": "what runners call; working.py runs it",
    "worker start": "working.py starts workers",
    "shell watch": "runs a shell command as a flow",
    "shell serve": "runs a shell command as a flow",
    "events stream": "never ends, with --run-once neither; streaming.py listens",
    "task serve": "background.py serves tasks",
    "init": "writes files alone",
    "deploy init": "writes files alone",
    "dashboard open": "opens a browser",
    "block create": "opens a browser",
    "transfer": "asks a person",
    "work-pool provision-infrastructure": "needs a cloud account",
    "work-pool provision-infra": "is the same",
    "work-pool storage configure gcs": "needs a package of its own",
    "work-pool storage configure azure-blob-storage": "needs a package of its own",
    "plugins diagnose": "looks at the machine alone",
    "experimental plugins diagnose": "looks at the machine alone",
}
groups_left_out = {"cloud", "server", "dev", "config", "profile", "profiles"}


def note(line: str, code: int, said: object) -> None:
    print("TYPED " + json.dumps({"command": line, "exit": code, "said": said}), flush=True)


def send(method: str, path: str, body: object = None) -> dict:
    """Calls the server; the reference answers 503 while its database is busy."""
    for _ in range(20):
        answer = api.request(method, path, **({} if body is None else {"json": body}))
        if answer.status_code != 503:
            break
        time.sleep(0.5)
    answer.raise_for_status()
    return answer.json() if answer.content else {}


def run_copy(line: str, cwd: Path) -> tuple[int, str]:
    """Types one line in a copy of this process: its exit code and what it printed."""
    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if child == 0:
            os.chdir(cwd)
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            sys.argv = ["prefect", *split(line)]
            code = 0
            try:
                command_line()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except BaseException as error:
                print(f"raised {type(error).__name__}: {error}")
                code = 70
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        file.seek(0)
        return os.waitstatus_to_exitcode(status), file.read().decode()


def split(line: str) -> list[str]:
    return [part.format(**names) if re.fullmatch(r"\{\w+\}|.*=\{\w+\}", part) else part for part in shlex.split(line)]


def type_in(line: str, *, only_ours: bool = False, compared: bool = True, cwd: Path = home) -> None:
    """Types a command and notes it. Of lists that servers fill, only lines that name what is ours count."""
    code, output = run_copy(line, cwd)
    plain = [re.sub(r"[^\x20-\x7e\u2026]+|\s+", " ", text).strip() for text in output.replace(str(home), "<home>").splitlines()]
    told = [text for text in plain if text and not set(text) <= set("-+ ") and (not only_ours or "typed" in text)]
    note(line, code, (read_json(output) or told) if compared else "(not compared)")


def read_json(output: str) -> object:
    try:
        return json.loads(output)
    except ValueError:
        return None


def type_all(lines: str, **options: bool) -> None:
    for line in lines.strip().splitlines():
        if line.strip():
            type_in(line.strip(), **options)


def type_variables_and_artifacts() -> None:
    type_all("""
        variable set typed_variable one --tag t
        variable set typed_variable two
        variable set typed_variable '{"three": [3]}' --overwrite
        variable get typed_variable
        variable get typed_missing
        variable inspect typed_variable
        variable inspect typed_variable --output json
    """)
    type_in("variable ls --limit 200")
    type_all("""
        variable unset typed_variable
        variable unset typed_variable
        variable set typed_other 1
        variable delete typed_other
    """)
    for data in ("# one", "# two"):
        names["artifact"] = send("POST", "/artifacts/", {"key": "typed-artifact", "type": "markdown", "data": data, "description": "typed"})["id"]
    type_in("artifact ls --limit 200")
    type_in("artifact ls --limit 200 --all")
    type_all("""
        artifact inspect typed-artifact
        artifact inspect typed-artifact --limit 1 --output json
        artifact inspect typed-missing
        artifact delete --id {artifact}
        artifact delete typed-artifact
        artifact delete typed-artifact
    """)


def type_limits() -> None:
    type_all("""
        concurrency-limit create typed-tag 3
        concurrency-limit create typed-tag 4
        concurrency-limit inspect typed-tag
        concurrency-limit inspect typed-tag --output json
        concurrency-limit inspect typed-missing
        concurrency-limit reset typed-tag
        concurrency-limit delete typed-tag
        concurrency-limit delete typed-tag
        global-concurrency-limit create typed-limit --limit 5 --slot-decay-per-second 0.5
        global-concurrency-limit create typed-limit --limit 5
        global-concurrency-limit create typed-wrong --limit -1
        global-concurrency-limit inspect typed-limit
        global-concurrency-limit inspect typed-limit --output json
        global-concurrency-limit inspect typed-missing
        global-concurrency-limit update typed-limit --limit 7
        global-concurrency-limit update typed-limit
        global-concurrency-limit disable typed-limit
        global-concurrency-limit disable typed-limit
        global-concurrency-limit enable typed-limit
    """)
    type_in("concurrency-limit ls --limit 200")
    type_in("global-concurrency-limit ls")
    type_all("global-concurrency-limit delete typed-limit\n global-concurrency-limit delete typed-limit")


def type_pools() -> None:
    template = {"job_configuration": {"image": "{{ image }}"}, "variables": {"type": "object", "properties": {"image": {"type": "string", "default": "busybox"}}}}
    (home / "template.json").write_text(json.dumps(template))
    type_all("""
        work-pool create typed-pool --type process
        work-pool create typed-pool --type process
        work-pool create typed-images --type docker --base-job-template template.json --paused
        work-pool create typed-images --type docker --base-job-template template.json --overwrite
        work-pool inspect typed-images
        work-pool inspect typed-images --output json
        work-pool inspect typed-missing
        work-pool pause typed-pool
        work-pool resume typed-pool
        work-pool resume typed-missing
        work-pool update typed-pool --description typed --concurrency-limit 4
        work-pool set-concurrency-limit typed-pool 3
        work-pool slots typed-pool
        work-pool clear-concurrency-limit typed-pool
        work-pool storage inspect typed-pool
        work-pool storage configure s3 typed-pool --bucket typed-bucket --aws-credentials-block-name typed-credentials
        work-pool preview typed-pool
        work-pool preview typed-pool --hours 1
        work-queue create typed-queue --pool typed-pool --limit 2 --priority 5
        work-queue create typed-queue --pool typed-pool
        work-queue create typed-queue --pool typed-missing
        work-queue inspect typed-queue --pool typed-pool
        work-queue inspect typed-queue --pool typed-pool --output json
        work-queue inspect typed-missing --pool typed-pool
        work-queue set-concurrency-limit typed-queue 6 --pool typed-pool
        work-queue slots typed-queue --pool typed-pool
        work-queue clear-concurrency-limit typed-queue --pool typed-pool
        work-queue pause typed-queue --pool typed-pool
        work-queue resume typed-queue --pool typed-pool
        work-queue ls --pool typed-pool
        work-queue ls --pool typed-pool --verbose
        work-queue ls --pool typed-missing
        work-queue preview typed-queue --pool typed-pool
        work-queue read-runs typed-queue --pool typed-pool
    """)
    type_in("work-pool ls")
    type_in("work-pool ls --verbose", only_ours=True)
    # Ours knows the kinds of worker there are, and writes their templates in words of its own.
    type_in("work-pool create typed-unknown --type no-such-type", compared=False)
    type_in("work-pool get-default-base-job-template --type process", compared=False)
    type_in("work-pool get-default-base-job-template --type no-such-type", compared=False)


def type_deployments() -> None:
    project = home / "project"
    project.mkdir()
    (project / "typed.py").write_text('from prefect import flow\n\n\n@flow(name="typed-flow")\ndef typed(number: int = 1): ...\n')
    (project / "prefect.yaml").write_text(prefect_yaml)
    for line in ("deploy --all", "deploy -n typed-second", "deploy typed.py:typed -n typed-third --pool typed-pool --interval 3600 --tag typed --param number=3", "deploy -n typed-missing"):
        type_in(f"--no-prompt {line}", cwd=project)
    type_in("flow ls --limit 200")
    type_in("deployment ls")
    type_in("deployment ls --by-created", compared=False)
    type_all("""
        deployment inspect typed-flow/typed-first
        deployment inspect typed-flow/typed-first --output json
        deployment inspect typed-flow/typed-missing
        deployment inspect no-slash
        deployment schedule ls typed-flow/typed-second
        deployment schedule create typed-flow/typed-second --cron "0 5 * * *" --timezone Europe/Berlin
        deployment schedule create typed-flow/typed-second --interval 60 --anchor-date 2035-01-01T00:00:00+00:00 --no-active
        deployment schedule create typed-flow/typed-second --rrule FREQ=DAILY
        deployment schedule create typed-flow/typed-second --cron nonsense
        deployment schedule create typed-flow/typed-second --cron "0 5 * * *" --interval 60
        deployment schedule create typed-flow/typed-missing --cron "0 5 * * *"
        deployment schedule create typed-flow/typed-second --cron "0 6 * * *" --replace --accept-yes
    """)
    [schedule] = send("GET", "/deployments/name/typed-flow/typed-second")["schedules"]
    names["schedule"] = schedule["id"]
    type_all("""
        deployment schedule pause typed-flow/typed-second {schedule}
        deployment schedule pause typed-flow/typed-second {schedule}
        deployment schedule resume typed-flow/typed-second {schedule}
        deployment schedule ls typed-flow/typed-second --output json
        deployment schedule delete typed-flow/typed-second {schedule} --accept-yes
        deployment schedule delete typed-flow/typed-second {schedule} --accept-yes
        deployment schedule clear typed-flow/typed-first --accept-yes
        deployment run typed-flow/typed-second --param number=7 --tag typed --flow-run-name typed-run --start-at "2035-05-17 12:00:00+00:00" --job-variable image=other
        deployment run typed-flow/typed-second --params '{"number": 8}' --start-in "2 hours"
        deployment run typed-flow/typed-second --param nothing=1
        deployment run typed-flow/typed-second --param number=many
        deployment run typed-flow/typed-missing
        work-queue preview default --pool typed-pool
        work-pool preview typed-pool --hours 10
    """)
    type_in("sdk generate --output sdk.py --deployment typed-flow/typed-third")


def type_runs() -> None:
    runs = send("POST", "/flow_runs/filter", {"flow_runs": {"name": {"any_": ["typed-run"]}}, "flows": {"name": {"any_": ["typed-flow"]}}})
    names["run"] = runs[0]["id"]
    flow_id = runs[0]["flow_id"]
    names["nowhere"] = str(uuid.UUID(int=0))
    done = send("POST", "/flow_runs/", {"flow_id": flow_id, "name": "typed-done", "state": {"type": "RUNNING", "name": "Running"}})
    names["done"] = done["id"]
    lines = [{"name": "prefect.flow_runs", "level": 20 + 10 * place, "message": f"typed line {place}", "timestamp": f"2035-01-01T00:00:0{place}Z", "flow_run_id": done["id"]} for place in range(3)]
    task = send("POST", "/task_runs/", {"flow_run_id": done["id"], "task_key": "typed.task", "dynamic_key": "0", "name": "typed-task", "state": {"type": "COMPLETED", "name": "Completed"}})
    names["task"] = task["id"]
    send("POST", "/logs/", lines + [{**lines[0], "task_run_id": task["id"], "message": "typed line of a task"}])
    send("POST", f"/flow_runs/{done['id']}/set_state", {"state": {"type": "FAILED", "name": "Failed", "message": "typed on purpose"}})
    type_in("flow-run ls --flow-name typed-flow")
    type_all("""
        flow-run ls --state Nonsense
        flow-run ls --flow-name typed-nothing
        flow-run inspect {done}
        flow-run inspect {done} --output json
        flow-run inspect {nowhere}
        flow-run logs {done}
        flow-run logs {done} --head --num-logs 1
        flow-run logs {done} --tail --num-logs 1
        flow-run logs {done} --reverse
        flow-run logs {nowhere}
        flow-run watch {done}
        flow-run cancel {done}
        flow-run cancel {run}
        flow-run cancel {nowhere}
        flow-run retry {done}
        task-run ls --task-run-name typed-task
        task-run inspect {task}
        task-run inspect {task} --output json
        task-run inspect {nowhere}
        task-run logs {task}
        task-run logs {nowhere}
        flow-run delete {done}
        flow-run delete {nowhere}
    """)


def type_blocks() -> None:
    (home / "blocks_typed.py").write_text("from prefect.blocks.core import Block\nfrom pydantic import SecretStr\n\n\nclass TypedLamp(Block):\n    \"\"\"A lamp.\"\"\"\n\n    pin: SecretStr\n    size: int = 1\n")
    type_in("block register --file blocks_typed.py", compared=False)
    block_type = send("GET", "/block_types/slug/typedlamp")
    [schema] = send("POST", "/block_schemas/filter", {"block_schemas": {"block_type_id": {"any_": [block_type["id"]]}}})
    document = send("POST", "/block_documents/", {"name": "typed-lamp", "data": {"pin": "1234", "size": 2}, "block_type_id": block_type["id"], "block_schema_id": schema["id"]})
    names["document"] = document["id"]
    type_in("block ls")
    type_in("block type ls", only_ours=True)
    type_all("""
        block inspect typedlamp/typed-lamp
        block inspect --id {document} --output json
        block inspect typedlamp/typed-missing
        block type inspect typedlamp
        block type inspect typed-missing
        experimental result-storage inspect
        experimental result-storage set typedlamp/typed-lamp
        experimental result-storage clear
        block delete typedlamp/typed-lamp
        block delete typedlamp/typed-lamp
        block type delete typedlamp
        block type delete secret
    """)


def type_automations_and_events() -> None:
    (home / "automation.yaml").write_text(automation)
    type_all("""
        automation create --from-file automation.yaml
        automation create --from-json '{"name": "typed-broken"}'
        automation inspect typed-automation
        automation inspect typed-automation --yaml
        automation inspect typed-automation --json
        automation inspect typed-missing
        automation pause typed-automation
        automation resume typed-automation
        automation pause typed-missing
    """)
    [found] = send("POST", "/automations/filter", {"automations": {"name": {"any_": ["typed-automation"]}}})
    names["automation"] = found["id"]
    type_in("automation ls")
    type_all("""
        automation update --id {automation} --from-file automation.yaml
        automation delete typed-automation
        automation delete typed-missing
        events emit typed.event --resource-id typed.one --payload '{"a": 1}'
        api GET /flows/{nowhere}
        api POST /variables/filter --data '{"variables": {"name": {"any_": ["typed_none"]}}}'
    """)


def type_ends() -> None:
    type_all("""
        deployment delete typed-flow/typed-first
        deployment delete typed-flow/typed-first
        work-queue delete typed-queue --pool typed-pool
        work-queue delete typed-queue --pool typed-pool
        work-pool delete typed-images
        work-pool delete typed-pool
        work-pool delete typed-pool
    """)
    type_in("version", compared=False)


prefect_yaml = """
name: typed
pull:
  - prefect.deployments.steps.set_working_directory:
      directory: "."
definitions:
  pool: &pool
    name: typed-pool
    work_queue_name: typed-queue
    job_variables:
      env: {GREETING: hello}
deployments:
  - name: typed-first
    entrypoint: typed.py:typed
    description: The first.
    version: "1.0"
    tags: [typed, first]
    parameters: {number: 5}
    concurrency_limit: {limit: 2, collision_strategy: CANCEL_NEW}
    work_pool: *pool
    schedules:
      - {cron: "15 3 * * 1-5", timezone: Europe/Berlin, slug: nightly, active: false}
      - {interval: 7200, anchor_date: "2035-01-01T00:00:00+00:00", timezone: UTC, slug: often, active: false}
      - {rrule: "FREQ=MONTHLY;BYMONTHDAY=1", slug: monthly, active: false, parameters: {number: 9}}
    triggers:
      - {type: event, enabled: true, match: {prefect.resource.id: "typed.*"}, expect: [typed.happened], parameters: {number: 4}}
  - name: typed-second
    entrypoint: typed.py:typed
    work_pool: {name: typed-pool}
"""

automation = """
name: typed-automation
description: Does nothing.
enabled: true
trigger: {type: event, posture: Reactive, expect: [typed.happened], match: {prefect.resource.id: typed.one}, threshold: 2, within: 30}
actions:
  - {type: do-nothing}
"""


def list_commands(app, path: tuple[str, ...] = (), seen: set[int] | None = None) -> set[str]:
    """Every command there is, once, without its other names."""
    seen = set() if seen is None else seen
    found: set[str] = set()
    for name in app:
        if name.startswith("-") or id(app[name]) in seen or (not path and name in groups_left_out):
            continue
        seen.add(id(app[name]))
        inner = list_commands(app[name], (*path, name), seen)
        found |= inner
        if not inner or app[name].default_command:
            found.add(" ".join((*path, name)))
    return found


if __name__ == "__main__":
    os.environ.update(COLUMNS="600", NO_COLOR="1", TERM="dumb", PREFECT_CLI_PROMPT="false")
    os.chdir(home)
    for module in pkgutil.iter_modules(prefect.cli.__path__):
        importlib.import_module(f"prefect.cli.{module.name}")
    # The copies share what is loaded as long as no collection of garbage touches it.
    gc.collect()
    gc.freeze()
    gc.disable()
    for part in (type_variables_and_artifacts, type_limits, type_pools, type_deployments, type_runs, type_blocks, type_automations_and_events, type_ends):
        part()
    print("COMMANDS " + json.dumps(sorted(list_commands(_app) - left_out.keys())))
