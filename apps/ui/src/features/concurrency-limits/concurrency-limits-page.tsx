import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { GlobalLimitsTab, TagLimitsTab } from "./limit-tabs.tsx";

const route = getRouteApi("/concurrency-limits");

export const ConcurrencyLimitsPage = () => {
  useLive("prefect.concurrency-limit.");
  const { tab, q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/concurrency-limits" });
  const onQuery = (query: string): void => void navigate({ search: (before) => ({ ...before, q: query || undefined }), replace: true });
  const tabs = [
    { name: "global", label: "Global", render: () => <GlobalLimitsTab query={q} onQuery={onQuery} /> },
    { name: "task-run", label: "Tags of tasks", render: () => <TagLimitsTab query={q} onQuery={onQuery} /> },
  ];
  return (
    <>
      <PageHeader title="Concurrency" />
      <PageTabs
        label="Kinds of limit"
        tabs={tabs}
        tab={tab}
        onTab={(next) => void navigate({ search: { tab: next === "task-run" ? next : "global" } })}
      />
    </>
  );
};
