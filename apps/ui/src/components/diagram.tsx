import { Skeleton, Text, useComputedColorScheme } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { DiagramAnswer, DiagramOrder } from "../diagram/messages.ts";
import classes from "./diagram.module.css";

/** Pixels until the diagram says how high it is. */
const firstHeight = 160;

/** The frame that draws, and what has become of it. */
const useFrame = ({ text, isDark }: DiagramOrder) => {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  const [height, setHeight] = useState<number>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const hear = ({ data, source }: MessageEvent<DiagramAnswer>): void => {
      if (frame.current === null || source !== frame.current.contentWindow) return;
      if (data.kind === "ready") setReady(true);
      if (data.kind === "drawn") setHeight(data.height);
      setProblem(data.kind === "failed" ? data.reason : undefined);
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, []);
  useEffect(() => {
    const order: DiagramOrder = { text, isDark };
    if (isReady) frame.current?.contentWindow?.postMessage(order, window.location.origin);
  }, [isReady, text, isDark]);
  return { frame, height, problem };
};

const Frame = ({ text }: { readonly text: string }) => {
  const isDark = useComputedColorScheme("light") === "dark";
  const { frame, height, problem } = useFrame({ text, isDark });
  return (
    <>
      {problem === undefined ? (
        <>
          {height === undefined && <Skeleton h={firstHeight} />}
          <iframe
            ref={frame}
            title="Diagram"
            src="diagram.html"
            className={classes.frame ?? ""}
            style={{ height: height ?? 1 }}
            data-drawn={height !== undefined || undefined}
          />
        </>
      ) : (
        <Text size="sm" c="dimmed" role="note">
          The diagram cannot be drawn: {problem}
        </Text>
      )}
      <details className={classes.text} open={problem !== undefined}>
        <summary>The diagram as text</summary>
        <pre>{text}</pre>
      </details>
    </>
  );
};

/** A diagram that text describes (Mermaid), drawn when it comes into sight. */
export const Diagram = ({ text }: { readonly text: string }) => {
  const { ref, entry } = useIntersection({ rootMargin: "200px" });
  const [isSeen, setSeen] = useState(false);
  if (entry?.isIntersecting === true && !isSeen) setSeen(true);
  return (
    <figure ref={ref} className={classes.diagram}>
      {isSeen ? <Frame text={text} /> : <Skeleton h={firstHeight} />}
    </figure>
  );
};
