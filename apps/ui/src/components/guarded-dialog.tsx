import { Modal, type ModalProps } from "@mantine/core";
import { type ComponentProps, type ReactNode, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { GuardedForm } from "./guarded-form.tsx";

interface GuardedClose {
  /** For the dialog's cross and Escape: asks where something was typed. */
  readonly close: () => void;
  readonly onTyped: () => void;
  /** The question, to be drawn beside the dialog. */
  readonly question: ReactNode;
}

/** The closing of a dialog that has a form in it. */
export const useGuardedClose = (onClose: () => void, isChanged = false): GuardedClose => {
  const [hasInput, setHasInput] = useState(false);
  const [isAsking, setAsking] = useState(false);
  return {
    close: () => (hasInput || isChanged ? setAsking(true) : onClose()),
    onTyped: () => setHasInput(true),
    // Only there while it asks, or the Escape that opens it would close it, too.
    question: isAsking && (
      <ConfirmDialog
        opened
        onClose={() => setAsking(false)}
        title="Throw away what you typed?"
        does="Throw it away"
        onConfirm={async () => onClose()}
      >
        It is not saved yet.
      </ConfirmDialog>
    ),
  };
};

interface Props extends Omit<ComponentProps<typeof GuardedForm>, "title"> {
  readonly title: string;
  readonly size?: NonNullable<ModalProps["size"]>;
  /** Throws away what was typed. Buttons of the form call it themselves, and ask nothing. */
  readonly onClose: () => void;
}

/** A form in a dialog: a press beside it does nothing, and its cross and Escape ask before what was typed is thrown away. */
export const GuardedDialog = ({ title, size = "md", onClose, isChanged = false, ...form }: Props) => {
  const { close, onTyped, question } = useGuardedClose(onClose, isChanged);
  return (
    <>
      <Modal opened onClose={close} title={title} size={size} closeOnClickOutside={false}>
        <GuardedForm {...form} isOf="address" isChanged={isChanged} onTyped={onTyped} />
      </Modal>
      {question}
    </>
  );
};
