import { PageHeader } from "../../components/page-header.tsx";

export const BlocksPage = () => <PageHeader title="Blocks" />;
