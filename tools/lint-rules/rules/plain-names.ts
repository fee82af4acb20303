import { basename } from "node:path";
import type { Finding, Rule } from "../rule.ts";

const empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Impl", "Common"];
const emptyEnd = new RegExp(`(?:^|[a-z0-9])(?:${empty.join("|")})$`);
const emptyPart = new RegExp(`^(?:${empty.join("|")})$`, "i");

const advice = "says nothing about what it is; name it by what it does, in the field's own words.";

const checkFileName = (path: string): Finding[] =>
  basename(path)
    .split(/[.-]/)
    .filter((part) => emptyPart.test(part))
    .map((part) => ({ line: 1, message: `the file name's "${part}" ${advice}` }));

/** No Manager, Helper, Util, Base, Impl, Common: neither as a file nor as what it declares. */
export const plainNameRule: Rule = {
  name: "plain-names",
  covers: (path) => /\.tsx?$/.test(path),
  check: ({ path, visit, lineAt }) => {
    const found = checkFileName(path);
    const checkName = (node: { readonly type: string; readonly name?: string; readonly start: number } | null): void => {
      if (node?.name !== undefined && emptyEnd.test(node.name))
        found.push({ line: lineAt(node.start), message: `"${node.name}" ${advice}` });
    };
    visit({
      ClassDeclaration: ({ id }) => checkName(id),
      FunctionDeclaration: ({ id }) => checkName(id),
      TSInterfaceDeclaration: ({ id }) => checkName(id),
      TSTypeAliasDeclaration: ({ id }) => checkName(id),
      VariableDeclarator: ({ id }) => checkName(id.type === "Identifier" ? id : null),
    });
    return found;
  },
};
