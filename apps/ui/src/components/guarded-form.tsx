import { useBlocker } from "@tanstack/react-router";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";

/** Milliseconds in which a press inside the form leads elsewhere, if it does. */
const moment = 250;

interface Props extends ComponentProps<"form"> {
  /** Something has changed of which the browser tells nothing, such as a choice from a list. */
  readonly isChanged?: boolean;
  /** What is typed is kept elsewhere, and is there again when somebody comes back: nothing is asked. */
  readonly isKept?: boolean;
  /** It is being sent: what is pressed meanwhile does not mean that somebody wants to leave. */
  readonly isBusy?: boolean;
  /** Told with the first letter. */
  readonly onTyped?: () => void;
  /** What takes the form away: another page, or any other address, as with a dialog of one tab. */
  readonly isOf?: "page" | "address";
}

/** Whether the form itself leads elsewhere: until somebody presses something else, unless it is still being sent. */
const useOwnWay = (isBusy: boolean) => {
  const isSent = useRef(false);
  const pressed = useRef(Number.NEGATIVE_INFINITY);
  const busy = useRef(isBusy);
  useEffect(() => {
    busy.current = isBusy;
  });
  useEffect(() => {
    const onPress = (): void => {
      if (!busy.current) isSent.current = false;
      pressed.current = Number.NEGATIVE_INFINITY;
    };
    const presses = ["pointerdown", "keydown"] as const;
    for (const press of presses) document.addEventListener(press, onPress, true);
    return () => {
      for (const press of presses) document.removeEventListener(press, onPress, true);
    };
  }, []);
  return { isSent, pressed };
};

/**
 * A form that asks before what was typed into it is left behind: by a link, by Back, by a reload or with the tab. Its own buttons and
 * links, such as that to cancel, say what they do and ask nothing.
 */
export const GuardedForm = ({ onSubmit, isChanged = false, isKept = false, isBusy = false, onTyped, isOf = "page", ...form }: Props) => {
  const [hasInput, setHasInput] = useState(false);
  const isTyped = (hasInput || isChanged) && !isKept;
  const { isSent, pressed } = useOwnWay(isBusy);
  const isOwn = (): boolean => isSent.current || performance.now() - pressed.current < moment;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isTyped && !isOwn() && (isOf === "address" || current.pathname !== next.pathname),
    enableBeforeUnload: () => isTyped && !isSent.current,
    withResolver: true,
  });
  return (
    <>
      <form
        {...form}
        onInput={() => {
          if (!hasInput) onTyped?.();
          setHasInput(true);
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
