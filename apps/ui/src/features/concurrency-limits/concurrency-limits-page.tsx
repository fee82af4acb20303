import { PageHeader } from "../../components/page-header.tsx";

export const ConcurrencyLimitsPage = () => <PageHeader title="Concurrency" />;
