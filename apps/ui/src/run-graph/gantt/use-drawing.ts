import { type RefObject, useLayoutEffect } from "react";
import type { Size } from "./use-size.ts";

/** Draws on a canvas after each render, as sharp as the screen is. */
export const useDrawing = (
  ref: RefObject<HTMLCanvasElement | null>,
  { width, height }: Size,
  draw: (pen: CanvasRenderingContext2D) => void,
): void => {
  useLayoutEffect(() => {
    const canvas = ref.current;
    const pen = canvas?.getContext("2d");
    if (!(canvas && pen) || width === 0 || height === 0) return;
    const scale = globalThis.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
    // Setting a size clears the canvas and takes its memory anew, even when it is the same.
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    draw(pen);
  });
};
