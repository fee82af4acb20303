import { PageHeader } from "../../components/page-header.tsx";

export const RunsPage = () => <PageHeader title="Runs" />;
