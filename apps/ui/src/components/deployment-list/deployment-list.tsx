import type { DeploymentSort } from "@millrace/contract";
import { IconCalendarOff, IconCalendarTime, IconPlayerPause, IconPlayerTrackNext, IconTrash, type TablerIcon } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import { pagingOf } from "../data-table/paging-of.ts";
import type { ListSearch } from "../flow-run-list/flow-run-list.tsx";
import { ChoiceBar } from "../many/choice-bar.tsx";
import { useChoice } from "../many/use-choice.ts";
import { deploymentColumns } from "./deployment-columns.tsx";
import { type ManyDeed, manyDeeds } from "./deployment-deeds.ts";
import { type DeploymentOrder, ManyDeploymentsDialog } from "./many-deployments-dialog.tsx";
import { type DeploymentRow, useDeploymentRows } from "./use-deployment-rows.ts";

export type DeploymentFilters = Omit<NonNullable<NonNullable<InputOf<"deployments", "paginate">>["body"]>, "sort" | "limit" | "page">;

interface Props {
  /** What the choice of columns is kept under. */
  readonly name: string;
  readonly filters: DeploymentFilters;
  readonly search: ListSearch;
  /** Puts changes into the address. */
  readonly onSearch: (changes: ListSearch) => void;
  readonly onTag?: (tag: string) => void;
  readonly empty: ReactNode;
}

const sorts: readonly DeploymentSort[] = ["NAME_ASC", "NAME_DESC", "UPDATED_DESC", "CREATED_DESC"];
const keyOf = ({ deployment }: DeploymentRow): string => deployment.id;
const nameOf = ({ deployment }: DeploymentRow): string => deployment.name;
const deeds = [
  { name: "pause", label: manyDeeds.pause.label, icon: IconPlayerPause },
  { name: "resume", label: manyDeeds.resume.label, icon: IconPlayerTrackNext },
  { name: "schedulesOn", label: manyDeeds.schedulesOn.label, icon: IconCalendarTime },
  { name: "schedulesOff", label: manyDeeds.schedulesOff.label, icon: IconCalendarOff },
  { name: "delete", label: manyDeeds.delete.label, icon: IconTrash },
] as const satisfies readonly { readonly name: ManyDeed; readonly label: string; readonly icon: TablerIcon }[];

/** Deployments a page at a time, with how they fare and what can be done with them: four requests, however many. */
export const DeploymentList = ({ name, filters, search, onSearch, onTag, empty }: Props) => {
  useLive("prefect.deployment.", "prefect.flow-run.");
  const navigate = useNavigate();
  const [{ rows: usual }] = usePreferences();
  const { page = 1, limit = usual } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "NAME_ASC";
  const choice = useChoice<DeploymentOrder>();
  const { data, error, refetch } = useCall("deployments", "paginate", { body: { ...filters, sort, page, limit } }, { keepPrevious: true });
  const rows = useDeploymentRows(data?.results);
  const columns = useMemo(() => deploymentColumns(onTag), [onTag]);
  const chosen = data?.results.filter(({ id }) => choice.keys.has(id)) ?? [];
  const all = data?.count ?? 0;
  const ask = (deed: ManyDeed): void =>
    choice.ask(choice.isAll ? { deed, of: filters, count: all } : { deed, of: chosen, count: chosen.length });
  const bar = (
    <ChoiceBar
      what="deployments"
      chosen={chosen.length}
      isAll={choice.isAll}
      count={all}
      deeds={deeds}
      onDeed={ask}
      onAll={choice.chooseAll}
      onClear={() => choice.choose(new Set())}
    />
  );
  return (
    <>
      <DataTable
        name={name}
        label="Deployments"
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        error={error}
        onRetry={() => void refetch()}
        sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
        selection={{ keys: choice.keys, onChange: choice.choose }}
        onOpen={({ deployment: { id } }) => void navigate({ to: "/deployments/deployment/$id", params: { id } })}
        identity={JSON.stringify([filters, sort, page, limit, choice.revision])}
        empty={empty}
        {...(chosen.length > 0 && { toolbar: bar })}
        {...pagingOf(data, { page, limit, onSearch })}
      />
      {choice.pending !== undefined && (
        <ManyDeploymentsDialog order={choice.pending} onClose={(hasWorked) => (hasWorked ? choice.close() : choice.leave())} />
      )}
    </>
  );
};
