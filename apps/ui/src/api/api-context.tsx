import { createContext, type ReactNode, useContext } from "react";
import type { Api } from "./api.ts";

const ApiContext = createContext<Api | undefined>(undefined);

export const ApiProvider = ({ api, children }: { readonly api: Api; readonly children: ReactNode }) => (
  <ApiContext value={api}>{children}</ApiContext>
);

/** The server this page shows. */
export const useApi = (): Api => {
  const api = useContext(ApiContext);
  if (api === undefined) throw new Error("There is no ApiProvider around this component.");
  return api;
};
