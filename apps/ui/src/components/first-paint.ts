/** Milliseconds after which it is not waited for: what is loaded behind another tab is not painted. */
const longestWait = 1_000;

const isPainted = (): Promise<void> =>
  new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName("first-contentful-paint").length === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: "paint", buffered: true });
  });

/** Resolves when the browser has first shown something of this page, or is not about to. */
export const firstPaint = (): Promise<unknown> =>
  document.hidden ? Promise.resolve() : Promise.race([isPainted(), new Promise((resolve) => setTimeout(resolve, longestWait))]);
