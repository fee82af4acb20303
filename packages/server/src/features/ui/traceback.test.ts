import { expect, test } from "vitest";
import { parseTraceback } from "./traceback.ts";

const python = `Encountered exception during execution: ValueError('no rows')
Traceback (most recent call last):
  File "/usr/lib/python3.12/site-packages/prefect/flow_engine.py", line 712, in run_context
    yield self
  File "/app/etl.py", line 18, in load
    rows = read(table)
  File "/app/db.py", line 7, in read
    raise ValueError("no rows")
  File "/usr/lib/python3.12/site-packages/lib/x.py", line 3, in inner
    raise ValueError("no rows")
ValueError: no rows in table
second line of the message`;

const script = `Task run failed.
TypeError: rows is not iterable
    at read (/app/db.ts:7:11)
    at async load (file:///app/etl.ts:18:3)
    at node:internal/process/task_queues:105:5`;

test.each([
  [
    "Python, in our own code rather than a library's",
    python,
    {
      frame: { file: "/app/db.py", line: 7, function: "read", code: 'raise ValueError("no rows")' },
      error: "ValueError: no rows in table",
    },
  ],
  [
    "JavaScript",
    script,
    { frame: { file: "/app/db.ts", line: 7, function: "read", code: null }, error: "TypeError: rows is not iterable" },
  ],
  [
    "JavaScript without a function's name",
    "Error: x\n    at node:fs:1:1\n    at /app/main.ts:3:9",
    { frame: { file: "/app/main.ts", line: 3, function: null, code: null }, error: "Error: x" },
  ],
  [
    "a library's alone",
    'Traceback:\n  File "/x/site-packages/a.py", line 2, in f\n    f()\nKeyError: 1',
    { frame: { file: "/x/site-packages/a.py", line: 2, function: "f", code: "f()" }, error: "KeyError: 1" },
  ],
  ["a text without any", "It failed.\n  at noon", undefined],
])("where a run failed: %s", (_, text, expected) => {
  expect(parseTraceback(text)).toEqual(expected);
});
