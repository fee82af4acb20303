import { type ComponentProps, useMemo } from "react";
import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import { Diagram } from "./diagram.tsx";
import classes from "./rendered-markdown.module.css";

const isSafe = (url: string): boolean => /^(https?:|mailto:)/i.test(url);

const ExternalLink = ({ href, children }: ComponentProps<"a">) =>
  href !== undefined && isSafe(href) ? (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );

/** Headings start below the page's own. */
const components: Components = {
  a: ({ href, children }) => <ExternalLink href={href}>{children}</ExternalLink>,
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  table: ({ children }) => (
    <div className={classes.wide}>
      <table>{children}</table>
    </div>
  ),
};

/** The text of a block of code in this language; undefined for other blocks. */
const textIn = (language: string, block: ExtraProps["node"]): string | undefined => {
  const code = block?.children[0];
  if (code?.type !== "element" || ![code.properties.className].flat().includes(`language-${language}`)) return undefined;
  return code.children.map((part) => (part.type === "text" ? part.value : "")).join("");
};

const withDiagrams: Components = {
  ...components,
  pre: ({ node, children }) => {
    const diagram = textIn("mermaid", node);
    return diagram === undefined ? <pre>{children}</pre> : <Diagram text={diagram} />;
  },
};

interface Props {
  readonly text: string;
  /** Otherwise they stay the text they are. */
  readonly hasDiagrams?: boolean;
}

export const RenderedMarkdown = ({ text, hasDiagrams = true }: Props) => {
  const plugins = useMemo(() => [remarkGfm], []);
  return (
    <div className={classes.markdown}>
      <ReactMarkdown remarkPlugins={plugins} components={hasDiagrams ? withDiagrams : components}>
        {text}
      </ReactMarkdown>
    </div>
  );
};
