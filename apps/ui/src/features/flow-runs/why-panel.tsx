import type { Diagnosis, DiagnosisCause, FlowRun } from "@millrace/contract";
import { IconAlertCircle, IconInfoCircle } from "@tabler/icons-react";
import { Panel } from "../../components/panel.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";
import { BlockerLink } from "./blocker-link.tsx";
import { CauseDeed } from "./cause-deed.tsx";
import classes from "./flow-runs.module.css";

const Times = ({ since, until }: Pick<DiagnosisCause, "since" | "until">) =>
  since === null && until === null ? null : (
    <span className={classes.hint}>
      {since !== null && (
        <>
          Since <Instant at={since} />
        </>
      )}
      {since !== null && until !== null && ", "}
      {until !== null && (
        <>
          {since === null ? "Ends" : "ends"} <Instant at={until} />
        </>
      )}
    </span>
  );

const Evidence = ({ evidence, frame }: Pick<DiagnosisCause, "evidence" | "frame">) => (
  <>
    {evidence !== null && (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      <pre className={classes.evidence} tabIndex={0}>
        {evidence}
      </pre>
    )}
    {frame !== null && (
      <pre className={classes.evidence}>
        {`${frame.file}:${frame.line}${frame.function === null ? "" : `, in ${frame.function}`}`}
        {frame.code === null ? "" : `\n    ${frame.code}`}
      </pre>
    )}
  </>
);

const Cause = ({ run, cause }: { readonly run: FlowRun; readonly cause: DiagnosisCause }) => {
  const { text, is_blocking, slots, link, others } = cause;
  const Icon = is_blocking ? IconAlertCircle : IconInfoCircle;
  const color = is_blocking ? "var(--state-failed)" : "var(--muted)";
  return (
    <li className={classes.cause}>
      <Icon size={18} color={color} aria-hidden="true" />
      <span>{text}</span>
      {slots !== null && (
        <span className={classes.hint}>
          {slots.taken} of {slots.limit} slots are taken.
        </span>
      )}
      <Times since={cause.since} until={cause.until} />
      <Evidence evidence={cause.evidence} frame={cause.frame} />
      {link !== null && (
        <span>
          See <BlockerLink blocker={link} />
        </span>
      )}
      <CauseDeed run={run} code={cause.code} />
      {others.length > 0 && (
        <span className={classes.filters}>
          <span className={classes.hint}>{slots === null ? "See also" : "Held by"}</span>
          {others.map((other) => (
            <BlockerLink key={`${other.kind}-${other.id ?? other.name}`} blocker={other} />
          ))}
        </span>
      )}
    </li>
  );
};

const titleOf = ({ state_type, late_by }: Diagnosis): string => {
  if (late_by !== null && late_by > 0) return `Why it is late by ${formatDuration(late_by)}`;
  if (state_type === "FAILED" || state_type === "CRASHED") return "Why it failed";
  if (state_type === "CANCELLED" || state_type === "CANCELLING") return "Why it is being stopped";
  return state_type === "RUNNING" ? "Something is not right" : "What it waits for";
};

/** Why a run is late, waits or ended badly, with what shows it and where it can be changed. */
export const WhyPanel = ({ run, diagnosis }: { readonly run: FlowRun; readonly diagnosis: Diagnosis | undefined }) => {
  if (diagnosis === undefined || diagnosis.causes.length === 0) return null;
  return (
    <Panel title={diagnosis.state_type === "CANCELLED" ? "Why it was cancelled" : titleOf(diagnosis)}>
      <ol className={classes.causes}>
        {diagnosis.causes.map((cause) => (
          <Cause key={`${cause.code}-${cause.text}`} run={run} cause={cause} />
        ))}
      </ol>
    </Panel>
  );
};
