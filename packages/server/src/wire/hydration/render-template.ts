import { tellTemplateError } from "../templates/find-template-problem.ts";
import { HydrationError } from "./hydration-error.ts";

/** Longer templates are not meant for parameters. */
const longestTemplate = 100_000;

/**
 * Renders a Jinja template that knows no names. The library interprets: no code is made of the text, and nothing of this
 * program can be reached from it. Read with the first template, as most servers never see one.
 */
export const renderTemplate = async (template: string): Promise<string> => {
  if (!template.includes("{{") && !template.includes("{%")) return template;
  if (template.length > longestTemplate) {
    throw new HydrationError(`Invalid jinja: the template has ${template.length} characters, at most ${longestTemplate} are allowed.`);
  }
  // A loop is the only way to make a short template take long, and there is nothing here to loop over.
  if (/\{%-?\s*(?:for|macro|call)\b/.test(template))
    throw new HydrationError("Invalid jinja: loops and macros are not allowed in parameters.");
  const { Environment, Interpreter, parse, tokenize } = await import("@huggingface/jinja");
  try {
    return String(new Interpreter(new Environment()).run(parse(tokenize(template))).value);
  } catch (error) {
    throw new HydrationError(`Invalid jinja: ${tellTemplateError(error)}`);
  }
};
