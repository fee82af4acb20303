import { ActionIcon, Tooltip } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { copyText } from "./copy-text.ts";

/** Copies a text and says that it did. `label` names what is copied, such as "Copy the id". */
export const CopyButton = ({ text, label = "Copy" }: { readonly text: string; readonly label?: string }) => {
  const [isDone, setDone] = useState(false);
  const { start } = useTimeout(() => setDone(false), 1_500);
  const copy = async (): Promise<void> => {
    await copyText(text);
    setDone(true);
    start();
  };
  const said = isDone ? "Copied" : label;
  return (
    <Tooltip label={said}>
      <ActionIcon size="sm" aria-label={said} onClick={() => void copy()}>
        {isDone ? <IconCheck size={15} /> : <IconCopy size={15} />}
      </ActionIcon>
    </Tooltip>
  );
};
