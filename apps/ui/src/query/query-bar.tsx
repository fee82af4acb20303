import { Combobox, Pill, PillsInput, Tooltip, useCombobox } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";
import type { FieldHints, Refusal } from "./compile.ts";
import classes from "./query-bar.module.css";
import { suggest } from "./suggest.ts";
import { parseQuery, printQuery, printTerm } from "./terms.ts";

interface Props {
  /** What is filtered, such as "Filter flow runs". */
  readonly label: string;
  /** From the address. */
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly fields: FieldHints;
  /** Terms that the server cannot answer, from `compileQuery`. */
  readonly refusals: readonly Refusal[];
  /** A term as an example; `state:failed` unless given. */
  readonly example?: string;
  /** Values of a field that the page knows, such as names of flows. */
  readonly known?: Readonly<Record<string, readonly string[]>>;
}

const TermPill = ({
  text,
  reason,
  onRemove,
}: {
  readonly text: string;
  readonly reason: string | undefined;
  readonly onRemove: () => void;
}) => (
  <Tooltip label={reason ?? ""} disabled={reason === undefined}>
    <Pill
      size="sm"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ "aria-label": `Remove ${text}`, "aria-hidden": false, tabIndex: 0 }}
      className={classes.term ?? ""}
      data-refused={reason !== undefined || undefined}
    >
      {text}
      {reason !== undefined && <span className={classes.reason}> ({reason})</span>}
    </Pill>
  </Tooltip>
);

/** One box for all filters: terms become chips, fields and values are suggested, and `/` leads here. */
export const QueryBar = ({ label, query, onQuery, fields, refusals, example = "state:failed", known = {} }: Props) => {
  const [draft, setDraft] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const terms = parseQuery(query);
  const suggestions = suggest(draft, fields, known);
  useShortcut({ keys: "/", does: "Filter the list", run: () => input.current?.focus() });
  const commit = (text: string): void => {
    setDraft("");
    combobox.closeDropdown();
    const added = parseQuery(text).filter((term) => !terms.some((each) => printTerm(each) === printTerm(term)));
    if (added.length > 0) onQuery(printQuery([...terms, ...added]));
  };
  const remove = (index: number): void => onQuery(printQuery(terms.filter((_, each) => each !== index)));
  const pick = (value: string): void => {
    if (!/^(-?[a-z-]+:|param\.)$/.test(value)) {
      commit(value);
      return;
    }
    setDraft(value);
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = terms.at(-1);
    if (event.key === "Enter" && combobox.getSelectedOptionIndex() === -1) commit(draft);
    else if (event.key === "Backspace" && draft === "" && last !== undefined) {
      event.preventDefault();
      remove(terms.length - 1);
      setDraft(printTerm(last));
    } else if (event.key === "Escape") input.current?.blur();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.DropdownTarget>
        <PillsInput size="sm" leftSection={<IconFilter size={15} />} onClick={() => input.current?.focus()} className={classes.bar ?? ""}>
          <Pill.Group>
            {terms.map((term, index) => {
              const text = printTerm(term);
              return (
                <TermPill
                  key={text}
                  text={text}
                  reason={refusals.find((each) => each.term === text)?.reason}
                  onRemove={() => remove(index)}
                />
              );
            })}
            <Combobox.EventsTarget withExpandedAttribute>
              <PillsInput.Field
                ref={input}
                aria-label={label}
                placeholder={terms.length === 0 ? `${label}, such as ${example}` : ""}
                value={draft}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => {
                  combobox.closeDropdown();
                  commit(draft);
                }}
                onChange={(event) => {
                  setDraft(event.currentTarget.value);
                  combobox.openDropdown();
                  combobox.resetSelectedOption();
                }}
                onKeyDown={onKey}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={suggestions.length === 0}>
        <Combobox.Options mah={260} style={{ overflowY: "auto" }} aria-label="Suggestions">
          {suggestions.map(({ text, hint }) => (
            <Combobox.Option key={text} value={text}>
              <span className={classes.suggestion}>
                <code>{text}</code>
                <span>{hint}</span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
};
