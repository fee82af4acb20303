interface Named {
  readonly slug: string;
  readonly name: string;
  /** Markdown of the type, which may hold Python. */
  readonly example: string | null;
}

/** Python that loads a block: the type's own example with the block's name in it, or what loads any block. */
export const pythonSnippet = ({ slug, name, example }: Named): string => {
  const [, code] = /```python\s*\n([\s\S]*?)```/.exec(example ?? "") ?? [];
  const load = /\.load\(\s*(["'])[^"']*\1/;
  if (code === undefined || !load.test(code))
    return `from prefect.blocks.core import Block\n\nblock = Block.load(${JSON.stringify(`${slug}/${name}`)})`;
  return code.trim().replace(load, `.load(${JSON.stringify(name)}`);
};

/** TypeScript that reads a block's values, secrets too, from the server's API. */
export const typescriptSnippet = ({ slug, name }: Named): string =>
  [
    `const path = "/block_types/slug/${slug}/block_documents/name/${name}?include_secrets=true";`,
    "const answer = await fetch(process.env.PREFECT_API_URL + path);",
    "const { data } = await answer.json();",
  ].join("\n");
