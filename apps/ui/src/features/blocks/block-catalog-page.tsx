import { PageHeader } from "../../components/page-header.tsx";

export const BlockCatalogPage = () => <PageHeader title="Block catalog" />;
