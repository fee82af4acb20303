import { barHeight } from "./scene.ts";

/** A row, and where it is. */
export interface Place<R> {
  readonly row: R;
  /** Pixels from the upper edge of the chart. */
  readonly top: number;
}

export interface Bar {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly colour: string;
}

export const fillBar = (pen: CanvasRenderingContext2D, { left, right, top, colour }: Bar): void => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(left, top, right - left, barHeight, Math.min(3, (right - left) / 2));
  pen.fill();
};
