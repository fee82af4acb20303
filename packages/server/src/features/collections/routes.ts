import { type collectionRoutes, type JsonObject, workerTypes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { notFound } from "../../errors.ts";

const nothing = (): JsonObject => ({});

const views: ReadonlyMap<string, () => JsonObject> = new Map([
  ["aggregate-worker-metadata", workerTypes],
  ["aggregate-block-metadata", nothing],
  ["aggregate-flow-metadata", nothing],
  ["demo-flows", nothing],
]);

export const collections: Handlers<typeof collectionRoutes> = {
  getView({ params: { view } }) {
    const show = views.get(view);
    if (show === undefined) throw notFound(`View ${view} not found in registry`);
    return show();
  },
};
