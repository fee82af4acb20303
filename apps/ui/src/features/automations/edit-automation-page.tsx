import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { AutomationBuilder, readStep } from "./automation-builder.tsx";
import { type AutomationDraft, bodyOf, draftOf } from "./automation-draft.ts";

const route = getRouteApi("/automations/automation/$id/edit");

export const EditAutomationPage = () => {
  const { id } = route.useParams();
  const { step } = route.useSearch();
  const navigate = useNavigate({ from: "/automations/automation/$id/edit" });
  const query = useCall("automations", "get", { id });
  const save = useChange<AutomationDraft>({
    change: (api, draft) => api.automations.update({ id, body: bodyOf(draft) }),
    touches: ["automations"],
    done: (_, { name }) => `Saved ${name}`,
  });
  return (
    <LoadedPage query={query} title="Edit an automation" what="automation">
      {(automation) => (
        <>
          <PageHeader
            title={`Edit ${automation.name}`}
            crumbs={[
              <AppLink key="automations" to="/automations" size="xs">
                Automations
              </AppLink>,
              <AppLink key="automation" to="/automations/automation/$id" params={{ id }} size="xs">
                {automation.name}
              </AppLink>,
            ]}
          />
          <PageBody>
            <AutomationBuilder
              initial={draftOf(automation)}
              step={readStep(step)}
              onStep={(next) => void navigate({ search: { step: next } })}
              onSave={(draft) =>
                save.mutate(draft, { onSuccess: () => void navigate({ to: "/automations/automation/$id", params: { id } }) })
              }
              isSaving={save.isPending}
              error={save.error}
              does="Save"
            />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
