import { PageHeader } from "../../components/page-header.tsx";

export const WorkersPage = () => <PageHeader title="Workers" />;
