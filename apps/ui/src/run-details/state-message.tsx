import type { State } from "@millrace/contract";
import { CopyButton } from "../components/copy-button.tsx";
import { Panel } from "../components/panel.tsx";
import classes from "./run-details.module.css";

/** What the current state says, such as a traceback. */
export const StateMessage = ({ state }: { readonly state: State | null }) => {
  const message = state?.message;
  if (message === null || message === undefined || message === "") return null;
  return (
    <Panel title="State message" actions={<CopyButton text={message} label="Copy the message" />} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre className={classes.longMessage} tabIndex={0}>
        {message}
      </pre>
    </Panel>
  );
};
