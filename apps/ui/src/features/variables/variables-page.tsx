import { PageHeader } from "../../components/page-header.tsx";

export const VariablesPage = () => <PageHeader title="Variables" />;
