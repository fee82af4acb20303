import { PageHeader } from "../../components/page-header.tsx";

export const CreateWorkPoolPage = () => <PageHeader title="New work pool" />;
