import { useBlocker } from "@tanstack/react-router";
import { type ComponentProps, useRef, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";

/** Milliseconds in which a press inside the form leads elsewhere, if it does. */
const moment = 250;

/**
 * A form that asks before what was typed into it is left behind: by a link, by Back, by a reload or with the tab. Its own buttons and
 * links, such as that to cancel, say what they do and ask nothing.
 */
export const GuardedForm = ({ onSubmit, ...form }: ComponentProps<"form">) => {
  const [isTyped, setTyped] = useState(false);
  const isSent = useRef(false);
  const pressed = useRef(Number.NEGATIVE_INFINITY);
  const isOwn = (): boolean => isSent.current || performance.now() - pressed.current < moment;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isTyped && !isOwn() && current.pathname !== next.pathname,
    enableBeforeUnload: () => isTyped && !isSent.current,
    withResolver: true,
  });
  return (
    <>
      <form
        {...form}
        onInput={() => {
          isSent.current = false;
          setTyped(true);
        }}
        onClickCapture={({ target, currentTarget }) => {
          if (target instanceof Node && currentTarget.contains(target)) pressed.current = performance.now();
        }}
        onSubmit={(event) => {
          isSent.current = true;
          onSubmit?.(event);
        }}
      />
      <ConfirmDialog
        opened={status === "blocked"}
        onClose={() => reset?.()}
        title="Leave what you typed?"
        does="Leave"
        onConfirm={async () => proceed?.()}
      >
        It is not saved yet, and is lost when you leave this page.
      </ConfirmDialog>
    </>
  );
};
