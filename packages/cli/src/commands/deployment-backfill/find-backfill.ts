import { id } from "../../parameters.ts";

export const backfillArgument = id("Id of the backfill.");

export const noBackfill = (given: string): string => `Backfill "${given}" was not found. List them with: millrace deployment backfill ls`;
