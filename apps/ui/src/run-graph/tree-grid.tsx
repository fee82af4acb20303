import type { HTMLAttributes, Ref } from "react";

/**
 * The parts of a grid whose rows are placed by hand. Tables cannot be: their rows take part in a layout of all rows. The grid
 * keeps the focus and says which row is active, so that rows may come and go while somebody scrolls.
 */
type Part = HTMLAttributes<HTMLDivElement> & { readonly ref?: Ref<HTMLDivElement> };

export const TreeGrid = (props: Part) => <div role="treegrid" tabIndex={0} {...props} />;

// biome-ignore lint/a11y/useSemanticElements: a part of a grid placed by hand
export const GridRow = (props: Part) => <div role="row" tabIndex={-1} {...props} />;

// biome-ignore lint/a11y/useSemanticElements: a part of a grid placed by hand
// biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus
export const GridCell = (props: Part) => <div role="gridcell" {...props} />;

// biome-ignore lint/a11y/useSemanticElements: a part of a grid placed by hand
// biome-ignore lint/a11y/useFocusableInteractive: a heading does nothing
export const ColumnHead = (props: Part) => <div role="columnheader" {...props} />;

// biome-ignore lint/a11y/useSemanticElements: a part of a grid placed by hand
export const RowGroup = (props: Part) => <div role="rowgroup" {...props} />;
