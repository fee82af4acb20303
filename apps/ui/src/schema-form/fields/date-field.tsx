import { Select, TextInput } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import type { FieldProps } from "../field-props.ts";
import classes from "../schema-form.module.css";
import type { TextNode } from "../schema-node.ts";
import { listZones, moveToZone, printZonedTime, readZonedTime } from "../zoned-time.ts";
import { useInput } from "./input-facts.tsx";
import { TextField } from "./text-field.tsx";

/** A day. Text that is none, which the flow may understand all the same, is shown as it is. */
export const DateField = (props: FieldProps<TextNode>): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { value } = props;
  const text = typeof value === "string" ? value : "";
  if (text !== "" && !/^\d{4}-\d{2}-\d{2}$/.test(text)) return <TextField {...props} />;
  return (
    <TextInput
      {...facts}
      type="date"
      value={text}
      onChange={({ currentTarget }) => (currentTarget.value === "" ? clear() : set(currentTarget.value))}
    />
  );
};

/** A moment: the time on a wall, and in which zone that wall is. */
export const MomentField = (props: FieldProps<TextNode>): ReactNode => {
  const { facts, set, clear, name } = useInput(props);
  const { value, bare } = props;
  const own = useMemo(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const text = typeof value === "string" ? value : "";
  const time = readZonedTime(text);
  const [chosen, setChosen] = useState<string | undefined>();
  const [typed, setTyped] = useState("");
  // A zone is chosen for the text it wrote; another text brings its own.
  const zone = chosen !== undefined && (time === undefined || text === typed) ? chosen : (time?.zone ?? own);
  const zones = useMemo(() => listZones(own, zone), [own, zone]);
  if (text !== "" && time === undefined) return <TextField {...props} />;
  const write = (wall: string, inZone: string) => {
    const next = printZonedTime({ wall, zone: inZone });
    setTyped(next);
    setChosen(inZone);
    set(next);
  };
  return (
    <div className={classes.moment}>
      <TextInput
        {...facts}
        type="datetime-local"
        step={1}
        value={time?.wall ?? ""}
        onChange={({ currentTarget }) => (currentTarget.value === "" ? clear() : write(currentTarget.value, zone))}
      />
      <Select
        {...(bare ? {} : { label: "Time zone" })}
        aria-label={`Time zone of ${name}`}
        data={zones}
        value={zone === "" ? "none" : zone}
        searchable
        limit={60}
        disabled={facts.disabled}
        allowDeselect={false}
        onChange={(picked) => {
          const next = picked === "none" ? "" : (picked ?? "UTC");
          if (time === undefined) setChosen(next);
          else write(moveToZone({ ...time, zone }, next).wall, next);
        }}
      />
    </div>
  );
};
