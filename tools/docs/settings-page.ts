import { serverSettings } from "../../packages/server/src/settings.ts";
import { clientSettings, type KnownSetting, listKnownSettings, type Section, type Setting } from "../../packages/settings/src/index.ts";
import { workerSettings } from "../../packages/worker/src/settings.ts";
import { printWithoutEffect } from "./settings-without-effect.ts";
import { printPage, printTable } from "./table.ts";

const place = { home: "~/.prefect", userHome: "~" };

const printDefault = ({ type, default: value, derive }: Setting): string => {
  const initial = derive === undefined ? value : derive(place, () => undefined);
  const text = initial === undefined ? "" : type.print(initial);
  return text === "" ? "" : `\`${text}\``;
};

const printDoc = ({ setting, aliases, secret }: KnownSetting, doc: string): string =>
  [
    doc,
    setting?.derive === undefined ? "" : "The default moves with `PREFECT_HOME`.",
    secret ? "Secret: never shown." : "",
    aliases.length === 0 ? "" : `Older names: ${aliases.map((alias) => `\`PREFECT_${alias}\``).join(", ")}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");

const printSection = (section: Section): string => {
  const known = [...listKnownSettings({ section }).values()];
  const rows = known.flatMap((each) => {
    const { setting, fullName } = each;
    return setting === undefined ? [] : [[`\`${fullName}\``, setting.type.accepts, printDefault(setting), printDoc(each, setting.doc)]];
  });
  return printTable(
    ["Name", "Takes", "Default", "What it does"],
    rows.toSorted(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
  );
};

/** The reference of every setting, as Markdown. */
export const settingsPage = (): string =>
  printPage([
    "# Settings",
    "Each is read from the environment, `.env`, `prefect.toml`, `pyproject.toml` and the active profile, in this order: see [settings and profiles](../guides/settings.md). Every `PREFECT_X` may also be written `MILLRACE_X`, and that one wins.",
    "## Of the server",
    printSection(serverSettings),
    "## Of flows, clients and the command line",
    printSection(clientSettings),
    "## Of workers",
    printSection(workerSettings),
    "## Of the protocol's server, without effect",
    "Files and environments may go on setting these; nothing complains, and nothing changes.",
    printWithoutEffect([...listKnownSettings({ serverSettings, clientSettings, workerSettings }).values()]),
  ]);
