import { PageHeader } from "../../components/page-header.tsx";

export const CompareRunsPage = () => <PageHeader title="Compare runs" />;
