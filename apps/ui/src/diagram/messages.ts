/** What the page says to the frame in which a diagram is drawn. */
export interface DiagramOrder {
  readonly text: string;
  readonly isDark: boolean;
}

/** What the frame says to the page; heights in pixels. */
export type DiagramAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "drawn"; readonly height: number }
  | { readonly kind: "failed"; readonly reason: string };
