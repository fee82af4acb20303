import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";

const Rendered = lazy(async () => ({ default: (await import("./rendered-markdown.tsx")).RenderedMarkdown }));

/** Text with markdown (GFM), loaded when first needed. HTML in it stays text, and links lead only to web pages and mail. */
export const Markdown = ({ text }: { readonly text: string }) => (
  <Suspense fallback={<Skeleton h={40} />}>
    <Rendered text={text} />
  </Suspense>
);
