import { PageHeader } from "../../components/page-header.tsx";

export const EditWorkPoolPage = () => <PageHeader title="Edit work pool" />;
