import type { Action, Automation, Json, JsonObject, LabelPatterns, Trigger } from "@millrace/contract";
import { hasPlaceholders, hydrate } from "../../wire/hydration/hydrate.ts";
import { HydrationError } from "../../wire/hydration/hydration-error.ts";
import { isList, isObject } from "../../wire/json-schema/values.ts";
import { InvalidRequest, type Problem, valueProblem } from "../../wire/problems.ts";
import { findTemplateProblem } from "../../wire/templates/find-template-problem.ts";

type Checked = Pick<Automation, "enabled" | "trigger" | "actions"> & Partial<Pick<Automation, "actions_on_trigger" | "actions_on_resolve">>;

/** Refuses an automation that could not act, or would never stop (events.md §7.2, §7.5). Throws `InvalidRequest`. */
export const checkAutomation = async (automation: Checked): Promise<void> => {
  const { actions, actions_on_trigger = [], actions_on_resolve = [] } = automation;
  const problems = (
    await Promise.all(
      Object.entries({ actions, actions_on_trigger, actions_on_resolve }).flatMap(([field, list]) =>
        list.map((action, index) => findActionProblem(action, ["body", field, index])),
      ),
    )
  ).filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new InvalidRequest(problems);
  const loop = findLoop(automation);
  if (loop !== undefined) throw new InvalidRequest([valueProblem(["body"], loop, automation)]);
};

const targets = ["deployment_id", "work_queue_id", "work_pool_id", "automation_id"] as const;

const findActionProblem = async (action: Action, loc: readonly (string | number)[]): Promise<Problem | undefined> => {
  if ("source" in action) {
    const [target] = targets.filter((each) => each in action);
    const isGiven = target !== undefined && Boolean((action as Readonly<Record<string, unknown>>)[target]);
    if (isGiven !== (action.source === "selected")) {
      const rule = action.source === "selected" ? `${target} is required` : `${target} is not allowed`;
      return valueProblem(loc, `${rule} where the source is ${action.source}`, action);
    }
  }
  if (action.type === "call-webhook" && action.payload === null) {
    return { type: "string_type", loc: [...loc, "payload"], msg: "Input should be a valid string", input: null };
  }
  for (const [field, template] of templatesOf(action)) {
    const problem = await findTemplateProblem(template);
    if (problem !== undefined) return valueProblem([...loc, field], `'${field}' is not a valid template: ${problem.message}`, template);
  }
  const problem = action.type === "run-deployment" ? await findPlaceholderProblem(action.parameters ?? {}) : undefined;
  return problem === undefined
    ? undefined
    : valueProblem([...loc, "parameters"], problem, "parameters" in action ? action.parameters : null);
};

/** What templates and variables stand for once the automation acts is not known before. */
const unknown = "null";

/** Why placeholders among the parameters could never be filled in. */
const findPlaceholderProblem = async (parameters: JsonObject): Promise<string | undefined> => {
  if (!hasPlaceholders(parameters)) return undefined;
  try {
    await hydrate(parameters, { findVariable: async () => unknown, render: async () => unknown });
    return undefined;
  } catch (error) {
    if (error instanceof HydrationError) return `Invalid parameters: \n${error.path.join(".")}: ${error.message}`;
    throw error;
  }
};

const templatesOf = (action: Action): [field: string, template: string][] => {
  switch (action.type) {
    case "send-notification":
      return [
        ["subject", action.subject],
        ["body", action.body],
      ];
    case "call-webhook":
      return typeof action.payload === "string" ? [["payload", action.payload]] : [];
    case "run-deployment":
      return listTexts(action.parameters).map((text) => ["parameters", text]);
    default:
      return [];
  }
};

/** The texts inside a value, which may all be templates. */
const listTexts = (value: Json): string[] => {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(listTexts);
  return isObject(value) ? Object.values(value).flatMap(listTexts) : [];
};

const ofEveryRun = ["prefect.flow-run.Scheduled", "prefect.flow-run.Pending", "prefect.flow-run.Running", "prefect.flow-run.*"];

/** Why a run that the automation starts would set it off again. */
const findLoop = ({ enabled, trigger, actions }: Checked): string | undefined => {
  if (!enabled || trigger.type !== "event" || trigger.posture !== "Reactive") return undefined;
  if (!trigger.expect.some((name) => ofEveryRun.includes(name))) return undefined;
  for (const action of actions) {
    if (action.type !== "run-deployment") continue;
    if (action.source === "inferred") return inferredLoop;
    if (coversEveryRun(trigger)) return selectedLoop;
  }
  return undefined;
};

const inferredLoop =
  "Running an inferred deployment from a flow run state change event will lead to an infinite loop of flow runs.  Please choose a specific deployment and add additional filtering labels to the match or match_related for this automation's trigger.";
const selectedLoop =
  "Running a selected deployment from a flow run state change event may lead to an infinite loop of flow runs.  Please include additional filtering labels on either match or match_related to narrow down which flow runs will trigger this automation to exclude flow runs from the deployment you've selected.";

const coversEveryRun = ({ match, match_related }: Extract<Trigger, { type: "event" }>): boolean => {
  const related: readonly LabelPatterns[] = Array.isArray(match_related) ? match_related : [match_related as LabelPatterns];
  return isEveryRun(match) && (related.length === 0 || related.some(isEveryRun));
};

/** Patterns that no flow run fails to meet. */
const isEveryRun = (patterns: LabelPatterns): boolean =>
  Object.entries(patterns).every(([label, pattern]) => {
    const alternatives = typeof pattern === "string" ? [pattern] : pattern;
    return label === "prefect.resource.id" && alternatives.some((each) => ["prefect.flow-run.*", "*"].includes(each));
  });
