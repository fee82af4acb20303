import { Button, Group, Modal, Progress, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Api } from "../../api/api.ts";
import { useApi } from "../../api/api-context.tsx";
import type { Noun } from "../../api/keys.ts";
import { refused } from "../../api/refused.ts";
import { useSay } from "../../api/say-context.tsx";
import { ErrorCard } from "../error-card.tsx";
import layout from "../layout.module.css";
import { holdTab } from "./hold-tab.ts";
import classes from "./many.module.css";
import { type ManyProgress, mostMany, workThrough } from "./work-through.ts";

interface Props<T> {
  /** What is to be done with how many, such as "Delete 3 task runs". */
  readonly title: string;
  /** What will happen, and fields for what else is to be chosen. */
  readonly children: ReactNode;
  readonly isHarmless?: boolean;
  /** How many it will be, as far as is known. */
  readonly count: number;
  /** Those it is done to: asked for once it is confirmed. */
  readonly list: (api: Api) => Promise<readonly T[]>;
  readonly nameOf: (item: T) => string;
  readonly run: (api: Api, item: T) => Promise<unknown>;
  /** What has become of those it worked for, such as "deleted". */
  readonly done: string;
  readonly touches: readonly Noun[];
  /** `hasWorked` when something may have changed. */
  readonly onClose: (hasWorked: boolean) => void;
}

/** So many are not deleted by a slip of the hand. */
const many = 100;

const Report = ({ progress: { total, done, failures }, what }: { readonly progress: ManyProgress; readonly what: string }) => (
  <Stack gap="xs" role="status">
    <Progress value={total === 0 ? 100 : ((done + failures.length) / total) * 100} aria-label="Progress" />
    <Text size="sm">
      {done.toLocaleString("en")} of {total.toLocaleString("en")} {what}
      {failures.length > 0 && `, ${failures.length.toLocaleString("en")} could not be`}
    </Text>
    {failures.length > 0 && (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      <ul className={`${layout.framed} ${classes.failures}`} tabIndex={0} aria-label="What failed">
        {failures.map(({ name, reason }) => (
          <li key={`${name} ${reason}`}>
            <b>{name}</b> {reason}
          </li>
        ))}
      </ul>
    )}
  </Stack>
);

/** What has come of a work that nobody looks at any more. */
const useTeller = ({ title, done }: { readonly title: string; readonly done: string }) => {
  const say = useSay();
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return {
    ended: ({ total, done: count, failures }: ManyProgress): void => {
      if (isShown.current) return;
      const [first] = failures;
      const text = `${count.toLocaleString("en")} of ${total.toLocaleString("en")} ${done}.`;
      if (first === undefined) say.done(text);
      else say.failed(title, refused(`${text} ${failures.length} could not be, ${first.name} for one: ${first.reason}`));
    },
    failed: (error: unknown): void => {
      if (!isShown.current) say.failed(title, error);
    },
  };
};

type Work<T> = Pick<Props<T>, "title" | "done" | "list" | "nameOf" | "run" | "touches">;

/** Does its work once it is confirmed, seen or not; what was asked for before is asked for anew when it ends. */
const useWork = <T,>({ title, done, list, nameOf, run, touches }: Work<T>) => {
  const api = useApi();
  const queries = useQueryClient();
  const tell = useTeller({ title, done });
  const [progress, setProgress] = useState<ManyProgress>();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const stopper = useRef<AbortController>(undefined);
  const start = async (): Promise<void> => {
    const controller = new AbortController();
    stopper.current = controller;
    setBusy(true);
    setFailure(undefined);
    try {
      const items = await list(api);
      const work = workThrough({ items, nameOf, run: (item) => run(api, item), onProgress: setProgress, signal: controller.signal });
      tell.ended(await holdTab(work));
      await queries.invalidateQueries({ predicate: ({ queryKey: [noun] }) => touches.some((touched) => touched === noun) });
    } catch (error) {
      setFailure(error);
      tell.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return { progress, isBusy, failure, start, stop: () => stopper.current?.abort() };
};

/** One deed on many things: confirmed once, done by this tab with what has come of it in sight, and stopped at will. */
export const ManyDialog = <T,>(props: Props<T>) => {
  const { title, children, isHarmless = false, count, done, onClose } = props;
  const { progress, isBusy, failure, start, stop } = useWork(props);
  const [typed, setTyped] = useState("");
  const isTooMuch = count > mostMany;
  const mustType = !isHarmless && count > many && !isTooMuch;
  const close = (): void => onClose(isBusy || progress !== undefined);
  return (
    <Modal opened onClose={close} title={title}>
      <Stack gap="md">
        {progress === undefined ? (
          <>
            <Text size="sm" component="div">
              {children}
            </Text>
            {isTooMuch && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {mostMany.toLocaleString("en")} at most are done from here at a time: narrow the list down first.
              </Text>
            )}
            {mustType && (
              <TextInput label={`Type ${count} to go on`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
            )}
          </>
        ) : (
          <Report progress={progress} what={done} />
        )}
        {isBusy && (
          <Text size="xs" c="dimmed">
            This tab does the work: leave it open. This dialog may be closed.
          </Text>
        )}
        {failure !== undefined && <ErrorCard error={failure} />}
        <Group justify="flex-end">
          {progress === undefined ? (
            <>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button
                {...(isHarmless ? {} : { color: "red.8" })}
                loading={isBusy}
                disabled={isTooMuch || (mustType && typed !== String(count))}
                onClick={() => void start()}
                data-autofocus
              >
                {title}
              </Button>
            </>
          ) : (
            <>
              {isBusy && (
                <Button variant="default" onClick={stop}>
                  Stop
                </Button>
              )}
              <Button onClick={close} data-autofocus>
                Close
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
};
