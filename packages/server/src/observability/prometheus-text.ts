import type { Family, Sample } from "./meter.ts";

/** Prints numbers in Prometheus' text format, version 1.0.0 of it being 0.0.4 with names of any character. */
export const printFamilies = (families: readonly Family[]): string =>
  families
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, help, kind, samples }) =>
        `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${kind}\n${samples.map(printSample(name)).join("")}`,
    )
    .join("");

const printSample =
  (name: string) =>
  ({ suffix = "", labels, value }: Sample): string => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
    return `${name}${suffix}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}\n`;
  };

const escapeHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
