/** Where our document differs from the reference's on purpose. One that is no more fails the test as much as one that is not listed. */
interface DocumentDifference {
  /** What `compareDocuments` says. */
  readonly lines: readonly string[];
  readonly why: string;
}

export const documentDifferences: readonly DocumentDifference[] = [
  { lines: ["GET /health 200: boolean → object"], why: "Health checks of other tools look for an object." },
  {
    lines: ["POST /artifacts/ 200: missing", "POST /automations/templates/validate 200: missing", "POST /templates/validate 200: missing"],
    why: "The reference's document says 200 where its server answers 201 and 204, as ours does.",
  },
  { lines: ["Settings: object with fields → any object"], why: "The tree of settings is printed from the registry, each server's own." },
  {
    lines: ["Automation.trigger.triggers[]: object with fields → any object"],
    why: "Triggers inside triggers may go as deep as one likes; each is read by the shape of a trigger when it comes in.",
  },
  {
    lines: [
      "Automation.actions[].payload: string → any",
      "Automation.actions_on_resolve[].payload: string → any",
      "Automation.actions_on_trigger[].payload: string → any",
    ],
    why: "Actions have one shape for both directions. A webhook's payload that is no text comes back as text.",
  },
  {
    lines: ["SchemaValuesValidationResponse.errors[]: object | string → any"],
    why: "Errors hold errors of what is inside, as deep as the values go.",
  },
];
