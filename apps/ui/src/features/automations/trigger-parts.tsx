import type { JsonObject } from "@millrace/contract";
import { describeTrigger } from "./describe.ts";
import type { Names } from "./resources.ts";
import { triggersOf } from "./trigger-kinds.ts";

interface Props {
  readonly trigger: JsonObject;
  readonly names: Names;
}

/** The triggers that another holds, each with its own; nothing for one that holds none. */
export const TriggerParts = ({ trigger, names }: Props) => {
  const triggers = triggersOf(trigger);
  if (triggers.length === 0) return null;
  return (
    <ol style={{ margin: "4px 0 0", paddingInlineStart: 24, fontSize: "var(--mantine-font-size-sm)" }}>
      {triggers.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: triggers are told by their place.
        <li key={index}>
          {describeTrigger(each, names)}
          <TriggerParts trigger={each} names={names} />
        </li>
      ))}
    </ol>
  );
};
