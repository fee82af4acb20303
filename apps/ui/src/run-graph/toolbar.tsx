import { ActionIcon, Button, Menu, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import {
  IconArrowsMaximize,
  IconFilter,
  IconFocusCentered,
  IconRoute,
  IconSearch,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from "@tabler/icons-react";
import { memo, type ReactNode, type RefObject } from "react";
import { stateLabel } from "../components/state-looks.ts";
import { stateCodes } from "./model/state-codes.ts";
import classes from "./run-graph.module.css";
import { type ChangeSearch, isStateType, type RunGraphSearch } from "./run-graph-search.ts";
import { StateMark } from "./state-mark.tsx";

export interface ToolbarProps {
  readonly view: "gantt" | "graph" | "table";
  readonly search: RunGraphSearch;
  readonly onSearch: ChangeSearch;
  readonly isGrouped: boolean;
  readonly hasGaps: boolean;
  readonly searchBox: RefObject<HTMLInputElement | null>;
  /** What the box holds; the address follows it. */
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Chooses the next run that is looked for. */
  readonly onFind: () => void;
  /** Goes on to the rows. */
  readonly onLeave: () => void;
  /** Moves the chart, where there is one to move. */
  readonly onZoom: (factor: number | undefined) => void;
  readonly onCentre: () => void;
  readonly onFullscreen: () => void;
  readonly summary: string;
}

/** What narrows, orders and moves the views. Not drawn again while a hand moves the chart. */
export const Toolbar = memo((props: ToolbarProps) => {
  const { view, search, onSearch, searchBox, text, onText } = props;
  return (
    <div aria-label="Graph tools" className={classes.toolbar} role="toolbar">
      <TextInput
        aria-label="Find a task run by name or id"
        className={classes.search}
        leftSection={<IconSearch aria-hidden size={15} />}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === "Escape") onText("");
          else if (key === "Enter") props.onFind();
          else if (key === "ArrowDown") props.onLeave();
        }}
        placeholder="Find a run ( / )"
        ref={searchBox}
        size="xs"
        value={text}
      />
      <StateMenu onSearch={onSearch} search={search} />
      {view === "graph" ? null : <GroupChoice {...props} />}
      <Button
        aria-pressed={search.path === true}
        leftSection={<IconRoute aria-hidden size={15} />}
        onClick={() => onSearch({ path: search.path === true ? undefined : true }, { replace: false })}
        size="xs"
        variant={search.path === true ? "light" : "default"}
      >
        Critical path
      </Button>
      {props.hasGaps && view === "gantt" ? (
        <Button
          aria-pressed={search.compact === true}
          onClick={() => onSearch({ compact: search.compact === true ? undefined : true }, { replace: false })}
          size="xs"
          variant={search.compact === true ? "light" : "default"}
        >
          Hide idle time
        </Button>
      ) : null}
      <span className={classes.wait} role="status">
        {props.summary}
      </span>
      <span className={classes.spacer} />
      {view === "gantt" ? <ZoomButtons {...props} /> : null}
      {document.fullscreenEnabled ? (
        <Tool label="Full screen (f)" onClick={props.onFullscreen}>
          <IconArrowsMaximize aria-hidden size={16} />
        </Tool>
      ) : null}
    </div>
  );
});

const ZoomButtons = ({ onZoom, onCentre }: Pick<ToolbarProps, "onZoom" | "onCentre">) => (
  <>
    <span className={classes.zoom}>
      <Tool label="Nearer (+)" onClick={() => onZoom(0.7)}>
        <IconZoomIn aria-hidden size={16} />
      </Tool>
      <Tool label="Farther (-)" onClick={() => onZoom(1 / 0.7)}>
        <IconZoomOut aria-hidden size={16} />
      </Tool>
    </span>
    <Tool label="Whole run (0)" onClick={() => onZoom(undefined)}>
      <IconZoomReset aria-hidden size={16} />
    </Tool>
    <Tool label="Centre the chosen run (c)" onClick={onCentre}>
      <IconFocusCentered aria-hidden size={16} />
    </Tool>
  </>
);

const Tool = ({ label, onClick, children }: { readonly label: string; readonly onClick: () => void; readonly children: ReactNode }) => (
  // What is drawn elsewhere on the page is not seen on the full screen.
  <Tooltip label={label} withinPortal={false}>
    <ActionIcon aria-label={label} onClick={onClick} size="md" variant="default">
      {children}
    </ActionIcon>
  </Tooltip>
);

const GroupChoice = ({ isGrouped, onSearch }: Pick<ToolbarProps, "isGrouped" | "onSearch">) => (
  <SegmentedControl
    aria-label="Rows"
    data={[
      { value: "none", label: "Every run" },
      { value: "task", label: "By task" },
    ]}
    onChange={(group) => onSearch({ group }, { replace: false })}
    size="xs"
    value={isGrouped ? "task" : "none"}
  />
);

const StateMenu = ({ search, onSearch }: Pick<ToolbarProps, "search" | "onSearch">) => {
  const chosen = (search.states ?? []).filter(isStateType);
  const types = Object.keys(stateCodes).filter(isStateType);
  const toggle = (type: string): void => {
    const next = types.filter((each) => (each === type) !== chosen.includes(each));
    onSearch({ states: next.length === 0 ? undefined : next }, { replace: false });
  };
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button leftSection={<IconFilter aria-hidden size={15} />} size="xs" variant={chosen.length > 0 ? "light" : "default"}>
          {chosen.length === 0 ? "All states" : chosen.map(stateLabel).join(", ")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.root}>
        {types.map((type) => (
          <Menu.CheckboxItem
            checked={chosen.includes(type)}
            key={type}
            onChange={() => toggle(type)}
            rightSection={<StateMark type={type} />}
          >
            {stateLabel(type)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
