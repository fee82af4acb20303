import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { lazyPart } from "./lazy-part.tsx";

const Rendered = lazyPart(() => import("./rendered-markdown.tsx").then(({ RenderedMarkdown }) => RenderedMarkdown));

/**
 * Text with markdown (GFM), loaded when first needed. HTML in it stays text, and links lead only to web pages and mail. Mermaid's
 * diagrams are drawn unless `hasDiagrams` is false.
 */
export const Markdown = (props: { readonly text: string; readonly hasDiagrams?: boolean }) => (
  <Suspense fallback={<Skeleton h={40} />}>
    <Rendered {...props} />
  </Suspense>
);
