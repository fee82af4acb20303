"""Prints every command of the reference's command line with the names of its options."""

import json

from prefect.cli._app import _app


def options_of(app):
    if app.default_command is None:
        return None
    return [list(argument.names) for argument in app.assemble_argument_collection() if argument.parameter.parse is not False]


def walk(app, words):
    for word in app:
        if not word.startswith("-"):
            yield from walk(app[word], [*words, word])
    options = options_of(app)
    if words and options is not None and not any(not word.startswith("-") for word in app):
        yield {"command": " ".join(words), "options": options}


for each in walk(_app, []):
    print("COMMAND", json.dumps(each), flush=True)
