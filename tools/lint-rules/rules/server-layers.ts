import { compositionFiles, pureFiles, pureLayers, serverLayers } from "../layers.ts";
import { isProduction, packageOf, serverLayerOf } from "../paths.ts";
import { importRule } from "../rule.ts";

const isFolder = (layer: string): boolean => serverLayers[layer] !== undefined;

const refuseFromPure = (from: string, target: string): string | undefined => {
  if (packageOf(target) === "contract" || serverLayerOf(target) === from || pureFiles.includes(target)) return undefined;
  return `${from}/ is pure: it imports the contract and itself only. Take what it needs as an argument.`;
};

/** Each folder of the server imports only those below it. */
export const serverLayerRule = importRule(
  "server-layers",
  (path) => isProduction(path) && serverLayerOf(path) !== undefined,
  (path, { target }) => {
    const from = serverLayerOf(path) ?? "";
    const to = serverLayerOf(target);
    if (pureLayers.includes(from)) return refuseFromPure(from, target);
    if (to === "http" && from !== "http" && !compositionFiles.includes(path))
      return "only start-server.ts and the list of handlers import http/.";
    if (to === undefined || to === from || !isFolder(from) || !isFolder(to)) return undefined;
    if (serverLayers[from]?.includes(to) === true) return undefined;
    return `${from}/ may import only ${serverLayers[from]?.join("/, ") || "nothing"}/ of the server.`;
  },
);
