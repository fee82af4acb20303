import { memo } from "react";
import classes from "./logs.module.css";
import { type Part, splitAnsi, splitText } from "./split-line.ts";

const Text = ({ part: { text, href, isFound } }: { readonly part: Part }) => {
  const shown = isFound === true ? <mark className={classes.found}>{text}</mark> : text;
  if (href === undefined) return shown;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={classes.link}>
      {shown}
    </a>
  );
};

interface Props {
  readonly message: string;
  readonly marker: RegExp | undefined;
}

/** A message with a terminal's colours and with links; never anything else than text. */
export const LogMessage = memo(({ message, marker }: Props) =>
  splitAnsi(message).map(({ text, color, ground, decorations }, index) => {
    const parts = splitText(text, marker);
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a message never move.
    const shown = parts.map((part, place) => <Text key={place} part={part} />);
    if (color === undefined && ground === undefined && decorations.length === 0) return shown;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a message never move.
      <span key={index} data-color={color} data-ground={ground} data-decorations={decorations.join(" ") || undefined}>
        {shown}
      </span>
    );
  }),
);
LogMessage.displayName = "LogMessage";
