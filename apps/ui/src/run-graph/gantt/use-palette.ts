import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useLayoutEffect, useState } from "react";
import { type Palette, readPalette } from "./palette.ts";

/** The colours at an element, read again when the theme changes; undefined until it is shown. */
export const usePalette = (ref: RefObject<Element | null>): Palette | undefined => {
  const scheme = useComputedColorScheme();
  const [palette, setPalette] = useState<Palette>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is what changes the colours that are read
  useLayoutEffect(() => {
    if (ref.current !== null) setPalette(readPalette(ref.current));
  }, [ref, scheme]);
  return palette;
};
