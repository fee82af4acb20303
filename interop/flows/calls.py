"""Calls methods of the Python client, the synchronous or the asynchronous one, and prints what each gave."""

import asyncio
import inspect
import json
import sys
import uuid
from collections.abc import Callable
from typing import Any

import httpx
from pydantic import BaseModel

from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectHTTPStatusError

kind = sys.argv[1]
mark = f"calls-{kind}"
nowhere = uuid.UUID(int=0)
_client: Any = None
_calls: list[dict[str, Any]] = []


def _plain(value: Any) -> Any:
    """A result as JSON, with the name of its type wherever it is a model."""
    if isinstance(value, BaseModel):
        return {"is": type(value).__name__, **value.model_dump(mode="json")}
    if isinstance(value, httpx.Response):
        return {"is": "Response", "status": value.status_code, "body": value.json() if value.content else None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _problem(error: Exception) -> dict[str, Any]:
    while error.__cause__ is not None and not isinstance(error, PrefectHTTPStatusError):
        error = error.__cause__
    response = getattr(error, "response", None)
    body = response.json() if response is not None and response.content else str(error)
    return {"error": type(error).__name__, "status": getattr(response, "status_code", None), "body": body}


async def call(name: str, /, *args: Any, note: str = "", only: Callable[[Any], bool] | None = None, **options: Any) -> Any:
    """Calls a method of the client, notes what it gave, and gives it back; None when it raised.

    Of a list of what everybody stores, it notes `only` what this script has stored.
    """
    try:
        result = getattr(_client, name)(*args, **options)
        if inspect.isawaitable(result):
            result = await result
    except Exception as error:
        _calls.append({"call": f"{name} {note}".strip(), "raised": _problem(error)})
        return None
    noted = result if only is None else [item for item in result if only(item)]
    _calls.append({"call": f"{name} {note}".strip(), "gave": _plain(noted)})
    return result


def _list_methods() -> list[str]:
    """Every method of the client that people may call."""
    return sorted(name for name, _ in inspect.getmembers(type(_client), callable) if not name.startswith("_"))


async def _run(everything) -> None:
    global _client
    if kind == "sync":
        with get_client(sync_client=True) as _client:
            await everything()
    else:
        async with get_client() as _client:
            await everything()


def run(everything) -> None:
    """Runs a coroutine function that makes calls, and prints them all on one line, and on another the methods there are."""
    asyncio.run(_run(everything))
    print("METHODS " + json.dumps(_list_methods()))
    print("CALLS " + json.dumps(_calls))
