import type { Automation, CreateAutomationInput, JsonObject } from "@millrace/contract";
import { templateOf } from "./status-trigger.ts";
import { isComposite, triggersOf } from "./trigger-kinds.ts";

/** An automation while it is edited: triggers and actions as they are sent, finished or not. A type, as drafts are kept as JSON. */
export type AutomationDraft = {
  name: string;
  description: string;
  enabled: boolean;
  tags: string[];
  trigger: JsonObject;
  actions: JsonObject[];
  actions_on_trigger: JsonObject[];
  actions_on_resolve: JsonObject[];
};

/** What a new automation begins with. */
export const newAutomation = (): AutomationDraft => ({
  name: "",
  description: "",
  enabled: true,
  tags: [],
  trigger: templateOf("flow-run"),
  actions: [],
  actions_on_trigger: [],
  actions_on_resolve: [],
});

const withoutIds = ({ id: _, ...trigger }: JsonObject): JsonObject =>
  isComposite(trigger) ? { ...trigger, triggers: triggersOf(trigger).map(withoutIds) } : trigger;

/** What is stored, to be edited or made a second time: the server gives triggers ids of its own. */
export const draftOf = (automation: Automation): AutomationDraft => ({
  name: automation.name,
  description: automation.description,
  enabled: automation.enabled,
  tags: [...automation.tags],
  trigger: withoutIds(automation.trigger as unknown as JsonObject),
  actions: automation.actions as unknown as JsonObject[],
  actions_on_trigger: automation.actions_on_trigger as unknown as JsonObject[],
  actions_on_resolve: automation.actions_on_resolve as unknown as JsonObject[],
});

/** What is sent. Triggers and actions may have been typed as JSON: whether they make sense is the server's to say. */
export const bodyOf = (draft: AutomationDraft): CreateAutomationInput =>
  ({ ...draft, name: draft.name.trim() }) as unknown as CreateAutomationInput;
