import { CloseButton, Group, Paper, Stack, Text } from "@mantine/core";
import { AppLink } from "../components/app-link.tsx";
import { stateLabel } from "../components/state-looks.ts";
import { reachableFrom, targetsOf } from "./model/adjacency.ts";
import type { CriticalStep } from "./model/critical-path.ts";
import type { ArtifactMark, GraphModel } from "./model/graph-model.ts";
import { isWaiting, typeOfCode } from "./model/state-codes.ts";
import { printElapsed } from "./print-elapsed.ts";
import { durationOf } from "./row-texts.ts";
import classes from "./run-graph.module.css";
import type { RunTimes } from "./run-times.ts";
import { StateMark } from "./state-mark.tsx";

export interface SelectionCardProps {
  readonly model: GraphModel;
  readonly index: number;
  readonly times: RunTimes | undefined;
  readonly step: CriticalStep | undefined;
  readonly now: number;
  readonly onSelect: (id: string | undefined) => void;
}

/** The chosen run: how it went, what it waited for, and the way to its own page. */
export const SelectionCard = ({ model, index, times, step, now, onSelect }: SelectionCardProps) => {
  const id = model.ids[index] ?? "";
  const type = typeOfCode(model.states[index] ?? 0);
  const label = model.labels[index] ?? "";
  const start = model.starts[index] ?? Number.NaN;
  return (
    <Paper aria-label={`Chosen: ${label}`} className={classes.card} component="section" p="sm" shadow="md" withBorder>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Group gap={6} miw={0} wrap="nowrap">
          <StateMark type={type} />
          <RunLink id={id} isSubflow={model.isSubflow[index] === 1} label={label} />
        </Group>
        <CloseButton aria-label="Close" onClick={() => onSelect(undefined)} size="sm" />
      </Group>
      <Stack gap={2} mt={6}>
        <Fact name="State" value={stateLabel(type)} />
        {isWaiting(model.states[index] ?? 0) ? null : (
          <>
            <Fact name="Began" value={`${printElapsed(Math.max(start - model.start, 0))} into the run`} />
            <Fact name="Took" value={printElapsed(durationOf({ model, index }, now))} />
          </>
        )}
        {times !== undefined && start - times.expected > 0 ? <Fact name="Waited" value={printElapsed(start - times.expected)} /> : null}
        {(times?.runCount ?? 0) > 1 ? <Fact name="Attempts" value={String(times?.runCount)} /> : null}
        <Fact name="Depends on" value={tellReach(targetsOf(model.parents, index).length, reachableFrom(model.parents, index).size)} />
        <Fact name="Needed by" value={tellReach(targetsOf(model.children, index).length, reachableFrom(model.children, index).size)} />
        {step === undefined ? null : (
          <Fact
            name="Critical path"
            value={`${printShare(step.share)} of the run${step.wait > 0 ? `, after ${printElapsed(step.wait)} of waiting` : ""}`}
          />
        )}
        {targetsOf(model.callers, index).length === 0 ? null : <Fact name="Called in" value={tellCallers(model, index)} />}
        <Neighbours indices={targetsOf(model.callers, index)} model={model} onSelect={onSelect} title="Go to what called it" />
        <Neighbours indices={targetsOf(model.parents, index)} model={model} onSelect={onSelect} title="Go to what it depends on" />
        <Neighbours indices={targetsOf(model.children, index)} model={model} onSelect={onSelect} title="Go to what needs it" />
        <Artifacts marks={model.artifacts.get(index) ?? []} />
      </Stack>
    </Paper>
  );
};

export const printShare = (share: number): string => (share > 0 && share < 0.01 ? "under 1%" : `${Math.round(share * 100)}%`);

export const RunLink = ({ id, isSubflow, label }: { readonly id: string; readonly isSubflow: boolean; readonly label: string }) =>
  isSubflow ? (
    <AppLink fw={600} params={{ id }} size="sm" to="/runs/flow-run/$id" truncate>
      {label}
    </AppLink>
  ) : (
    <AppLink fw={600} params={{ id }} size="sm" to="/runs/task-run/$id" truncate>
      {label}
    </AppLink>
  );

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <Group gap="md" justify="space-between" wrap="nowrap">
    <Text c="dimmed" size="xs">
      {name}
    </Text>
    <Text size="xs" ta="right">
      {value}
    </Text>
  </Group>
);

const tellReach = (direct: number, all: number): string => {
  if (direct === 0) return "nothing";
  const runs = direct === 1 ? "1 run" : `${direct} runs`;
  return all > direct ? `${runs}, ${all} in all` : runs;
};

const tellCallers = ({ callers, labels }: GraphModel, index: number): string =>
  Array.from(targetsOf(callers, index), (caller) => labels[caller] ?? "").join(", ");

const Artifacts = ({ marks }: { readonly marks: readonly ArtifactMark[] }) =>
  marks.length === 0 ? null : (
    <Group aria-label="Artifacts" gap={4} mt={4} role="group">
      {marks.slice(0, most).map(({ id, key, type }) => (
        <AppLink key={id} params={{ id }} size="xs" to="/artifacts/artifact/$id">
          {key ?? type ?? "Artifact"}
        </AppLink>
      ))}
      {marks.length > most ? <span className={classes.wait}>and {marks.length - most} more</span> : null}
    </Group>
  );

interface NeighboursProps {
  readonly model: GraphModel;
  readonly indices: Uint32Array;
  readonly title: string;
  readonly onSelect: (id: string) => void;
}

const most = 4;

const Neighbours = ({ model, indices, title, onSelect }: NeighboursProps) =>
  indices.length === 0 ? null : (
    <Group aria-label={title} gap={4} mt={4} role="group">
      {Array.from(indices.subarray(0, most), (index) => (
        <button className={classes.neighbour} key={index} onClick={() => onSelect(model.ids[index] ?? "")} type="button">
          <StateMark size={12} type={typeOfCode(model.states[index] ?? 0)} />
          {model.labels[index]}
        </button>
      ))}
      {indices.length > most ? <span className={classes.wait}>and {indices.length - most} more</span> : null}
    </Group>
  );
