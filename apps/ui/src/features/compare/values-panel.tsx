import { Stack } from "@mantine/core";
import type { FlowRun, JsonObject } from "@millrace/contract";
import { Panel } from "../../components/panel.tsx";
import { ChangesTable } from "../../schema-form/changes-table.tsx";
import { letters } from "./letters.ts";

interface Props {
  readonly title: string;
  readonly runs: readonly FlowRun[];
  readonly valuesOf: (run: FlowRun) => JsonObject;
}

/** What each further run was given that the first one was not. */
export const ValuesPanel = ({ title, runs, valuesOf }: Props) => {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  return (
    <Panel title={title}>
      <Stack gap="sm">
        {others.map((run, index) => (
          <ChangesTable
            key={run.id}
            before={valuesOf(first)}
            after={valuesOf(run)}
            whole
            names={[`${letters[0]} ${first.name}`, `${letters[index + 1]} ${run.name}`]}
          />
        ))}
      </Stack>
    </Panel>
  );
};
