import { PageHeader } from "../../components/page-header.tsx";

export const CreateBlockPage = () => <PageHeader title="New block" />;
