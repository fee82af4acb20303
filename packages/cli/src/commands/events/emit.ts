import { createIds, fromMicros, type JsonObject } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { isObject, parseJson } from "../../files.ts";
import { text } from "../../parameters.ts";

type Labels = Record<string, string>;
type RelatedLabels = Labels & { "prefect.resource.id": string; "prefect.resource.role": string };
type ResourceLabels = Labels & { "prefect.resource.id": string };

const readLabels = (value: unknown, what: string): Labels => {
  if (!isObject(value)) throw new CommandError(`${what} is not a JSON object.`);
  return Object.fromEntries(Object.entries(value).map(([key, label]) => [key, typeof label === "string" ? label : JSON.stringify(label)]));
};

const readResource = (resource: string | undefined, resourceId: string | undefined): ResourceLabels => {
  const equals = resource?.indexOf("=") ?? -1;
  const isPair = resource !== undefined && !resource.trimStart().startsWith("{");
  if (isPair && equals < 1) throw new CommandError(`--resource is "${resource}"; it takes a JSON object or key=value.`);
  const given =
    resource === undefined
      ? {}
      : isPair
        ? { [resource.slice(0, equals)]: resource.slice(equals + 1) }
        : readLabels(parseJson(resource, "--resource"), "--resource");
  const id = resourceId ?? given["prefect.resource.id"];
  if (id === undefined || id === "")
    throw new CommandError("Say what it happened to with --resource-id, or with a --resource that has prefect.resource.id.");
  return { ...given, "prefect.resource.id": id };
};

const readRelated = (related: string | undefined): readonly RelatedLabels[] => {
  if (related === undefined) return [];
  const given = parseJson(related, "--related");
  return (Array.isArray(given) ? given : [given]).map((each) => {
    const labels = readLabels(each, "--related");
    const { "prefect.resource.id": id, "prefect.resource.role": role } = labels;
    if (id !== undefined && role !== undefined) return { ...labels, "prefect.resource.id": id, "prefect.resource.role": role };
    throw new CommandError("Each of --related needs prefect.resource.id and prefect.resource.role.");
  });
};

const readPayload = (payload: string | undefined): JsonObject => {
  if (payload === undefined) return {};
  const given = parseJson(payload, "--payload");
  if (isObject(given)) return given;
  throw new CommandError("--payload is not a JSON object.");
};

export default command({
  does: "Send an event.",
  takes: { event: text("Name of the event, such as order.shipped.") },
  options: {
    resource: text("What it happened to: a JSON object of labels, or one as key=value.", { short: "r" }),
    resourceId: text("Id of what it happened to."),
    related: text("What else it is about: a JSON object of labels with a role, or a list of them."),
    payload: text("More about it, as a JSON object.", { short: "p" }),
  },
  async run({ connect, host, say }, { event, resource, resourceId, related, payload }) {
    const client = await connect();
    const id = createIds(
      () => host.now(),
      (into) => void crypto.getRandomValues(into),
    )();
    const body = [
      {
        id,
        occurred: fromMicros(Math.round(host.now() * 1000)),
        event,
        resource: readResource(resource, resourceId),
        related: readRelated(related),
        payload: readPayload(payload),
      },
    ];
    await client.events.create({ body });
    say.done(`Sent event ${event} (${id}).`);
  },
});
