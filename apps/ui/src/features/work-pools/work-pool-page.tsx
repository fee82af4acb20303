import { PageHeader } from "../../components/page-header.tsx";

export const WorkPoolPage = () => <PageHeader title="Work pool" />;
