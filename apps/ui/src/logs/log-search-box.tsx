import { ActionIcon, Checkbox, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, memo, type RefObject, useEffect, useState } from "react";
import type { Direction } from "./find-line.ts";
import type { ChangeLogSearch, LogSearch } from "./log-search.ts";
import classes from "./logs.module.css";

interface Props {
  readonly search: LogSearch;
  readonly onSearch: ChangeLogSearch;
  /** How many lines match; undefined while that is not known. */
  readonly matches: number | undefined;
  /** With what is typed, which the address may not have yet. */
  readonly onFind: (direction: Direction, text: string) => void;
  readonly box: RefObject<HTMLInputElement | null>;
}

const hint = 'Words are alternatives. -word leaves out, +word must be there, "quotes" keep words together.';

/** Finds text in all lines, also in those that are not shown yet. */
export const LogSearchBox = memo(({ search, onSearch, matches, onFind, box }: Props) => {
  const { q = "", only = false } = search;
  const [text, setText] = useState(q);
  const settle = useDebouncedCallback((next: string) => onSearch({ q: next === "" ? undefined : next }, { replace: true }), 300);
  useEffect(() => setText(q), [q]);
  const type = (next: string): void => {
    setText(next);
    settle(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") {
      settle.flush();
      onFind(event.shiftKey ? "previous" : "next", text);
    } else if (event.key === "Escape") type("");
  };
  const found = q === "" || matches === undefined ? "" : `${matches.toLocaleString("en")} ${matches === 1 ? "line" : "lines"}`;
  return (
    <div className={classes.searchBox}>
      <TextInput
        ref={box}
        size="xs"
        className={classes.search ?? ""}
        aria-label="Find in the log"
        aria-description={hint}
        title={hint}
        placeholder="Find in all lines ( / )"
        maxLength={200}
        leftSection={<IconSearch size={14} aria-hidden="true" />}
        rightSection={
          text === "" ? null : (
            <ActionIcon size="xs" aria-label="Clear the search" onClick={() => type("")}>
              <IconX size={13} />
            </ActionIcon>
          )
        }
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {q !== "" && (
        <>
          <span className={classes.matches} role="status">
            {found}
          </span>
          <FindButton label="Previous match (N)" onClick={() => onFind("previous", text)} icon="up" />
          <FindButton label="Next match (n)" onClick={() => onFind("next", text)} icon="down" />
          <Checkbox
            size="xs"
            label="Matches only"
            checked={only}
            onChange={(event) => onSearch({ only: event.currentTarget.checked || undefined }, { replace: false })}
          />
        </>
      )}
    </div>
  );
});
LogSearchBox.displayName = "LogSearchBox";

const FindButton = ({ label, onClick, icon }: { readonly label: string; readonly onClick: () => void; readonly icon: "up" | "down" }) => (
  <Tooltip label={label}>
    <ActionIcon size="sm" aria-label={label} onClick={onClick}>
      {icon === "up" ? <IconChevronUp size={15} /> : <IconChevronDown size={15} />}
    </ActionIcon>
  </Tooltip>
);
