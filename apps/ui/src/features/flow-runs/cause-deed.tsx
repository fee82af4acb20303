import { Button, Group, Text } from "@mantine/core";
import type { DiagnosisCause, FlowRun } from "@millrace/contract";
import { IconPlayerPlay, IconRepeat } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { LoadedResumeDialog } from "./loaded-resume-dialog.ts";
import { possibleDeeds, startRunNow, touchedByRun, waitsInProcess } from "./run-deeds.ts";

interface Props {
  readonly run: FlowRun;
}

const Resume = ({ run }: Props) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconPlayerPlay size={14} />} onClick={() => setOpen(true)}>
        Resume it
      </Button>
      {isOpen && (
        <Suspense>
          <LoadedResumeDialog run={run} opened onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
};

const StartNow = ({ run }: Props) => {
  const start = useChange({
    change: startRunNow,
    touches: touchedByRun,
    done: () => "The run starts as soon as a worker takes it.",
    does: "Run it now",
  });
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlayerPlay size={14} />}
      loading={start.isPending}
      onClick={() => start.mutate(run)}
    >
      Run it now
    </Button>
  );
};

/** The process cannot be told to hurry: what helps is another run. */
const WaitingProcess = ({ run }: Props) => (
  <>
    <Text size="sm" c="dimmed">
      Its own process waits, and looks again when the time has come.
      {run.deployment_id === null ? " Whoever is in a hurry cancels it and starts the flow again." : " Whoever is in a hurry runs a copy."}
    </Text>
    {run.deployment_id !== null && (
      <LinkButton
        to="/deployments/deployment/$id/run"
        params={{ id: run.deployment_id }}
        search={{ from: run.id }}
        variant="default"
        size="xs"
        leftSection={<IconRepeat size={14} />}
      >
        Run a copy now
      </LinkButton>
    )}
  </>
);

/** What ends the wait that a cause tells of, where the page can do that. */
export const CauseDeed = ({ run, code }: Props & Pick<DiagnosisCause, "code">) => {
  const possible = possibleDeeds(run);
  const isWait = code === "retry" || code === "scheduled";
  if (code === "paused" && possible.resume) {
    return (
      <Group gap="xs">
        <Resume run={run} />
      </Group>
    );
  }
  if (isWait && possible.startNow) {
    return (
      <Group gap="xs">
        <StartNow run={run} />
      </Group>
    );
  }
  if (code === "retry" && waitsInProcess(run)) {
    return (
      <Group gap="xs">
        <WaitingProcess run={run} />
      </Group>
    );
  }
  return null;
};
