import { PageHeader } from "../../components/page-header.tsx";

export const ConcurrencyLimitPage = () => <PageHeader title="Concurrency limit" />;
