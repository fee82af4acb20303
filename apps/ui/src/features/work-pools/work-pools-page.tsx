import { PageHeader } from "../../components/page-header.tsx";

export const WorkPoolsPage = () => <PageHeader title="Work pools" />;
