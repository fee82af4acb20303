import { CopyButton } from "./copy-button.tsx";
import classes from "./snippet.module.css";

/** Text for a terminal or an editor, with a button to copy it. `label` names it, such as "the command". */
export const Snippet = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <div className={classes.snippet}>
    <pre className={classes.text}>
      <code>{text}</code>
    </pre>
    <div className={classes.copy}>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  </div>
);
