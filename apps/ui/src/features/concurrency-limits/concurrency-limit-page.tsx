import { type ClientError, isClientError } from "@millrace/client/browser";
import type { GlobalConcurrencyLimit, TagConcurrencyLimit } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Api } from "../../api/api.ts";
import { useLive } from "../../api/live-context.tsx";
import { useAnswer } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { GlobalLimitView } from "./global-limit-view.tsx";
import { TagLimitView } from "./tag-limit-view.tsx";

const route = getRouteApi("/concurrency-limits/concurrency-limit/$id");

type AnyLimit = { readonly global: GlobalConcurrencyLimit } | { readonly ofTag: TagConcurrencyLimit };

/** Ids do not tell which kind of limit they are of. */
const getAnyLimit = async (api: Api, id: string, signal: AbortSignal): Promise<AnyLimit> => {
  try {
    const global = await api.concurrencyLimits.get({ id_or_name: id }, { signal });
    if (!global.name.startsWith("tag:")) return { global };
  } catch (error) {
    if (!isClientError(error, "not-found")) throw error;
  }
  return { ofTag: await api.concurrencyLimits.getTagLimit({ id }, { signal }) };
};

const useLimit = (id: string): UseQueryResult<AnyLimit, ClientError> =>
  useAnswer<AnyLimit>({ noun: "concurrencyLimits", name: "any", input: { id }, ask: (api, signal) => getAnyLimit(api, id, signal) });

/** A limit, global or of a tag: clients name both by this address. */
export const ConcurrencyLimitPage = () => {
  const { id } = route.useParams();
  useLive(`prefect.concurrency-limit.${id}`);
  return (
    <LoadedPage query={useLimit(id)} title="Limit" what="limit" action={<AppLink to="/concurrency-limits">Concurrency</AppLink>}>
      {(limit) => ("global" in limit ? <GlobalLimitView limit={limit.global} /> : <TagLimitView limit={limit.ofTag} />)}
    </LoadedPage>
  );
};
