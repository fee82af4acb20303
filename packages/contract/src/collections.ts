/** What can be installed or chosen, for forms (server.md §5.11). */
import { route } from "./route.ts";
import { JsonObject, Open, Text } from "./schema.ts";

export const collectionRoutes = {
  getView: route.get("/collections/views/:view", {
    summary: "Kinds of worker with the templates of their pools: aggregate-worker-metadata. The other views hold nothing here.",
    params: Open({ view: Text }),
    replies: { 200: JsonObject },
  }),
} as const;
