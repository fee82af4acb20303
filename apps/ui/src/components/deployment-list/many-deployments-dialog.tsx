import type { Deployment } from "@millrace/contract";
import { ManyDialog } from "../many/many-dialog.tsx";
import { listMatching } from "../many/work-through.ts";
import { type ManyDeed, manyDeeds, touchedByDeployment } from "./deployment-deeds.ts";
import type { DeploymentFilters } from "./deployment-list.tsx";

/** What is to be done to which deployments. */
export interface DeploymentOrder {
  readonly deed: ManyDeed;
  /** All that match are meant; otherwise the chosen ones. */
  readonly of: DeploymentFilters | readonly Deployment[];
  readonly count: number;
}

interface Props {
  readonly order: DeploymentOrder;
  readonly onClose: (hasWorked: boolean) => void;
}

const isChosen = (of: DeploymentOrder["of"]): of is readonly Deployment[] => Array.isArray(of);

export const ManyDeploymentsDialog = ({ order: { deed, of, count }, onClose }: Props) => {
  const { label, effect, done, run, isHarmless } = manyDeeds[deed];
  return (
    <ManyDialog
      title={`${label}: ${count.toLocaleString("en")} ${count === 1 ? "deployment" : "deployments"}`}
      isHarmless={isHarmless}
      count={count}
      list={async (api) =>
        isChosen(of) ? of : listMatching((page) => api.deployments.list({ body: { ...of, ...page, sort: "CREATED_DESC" } }))
      }
      nameOf={({ name }) => name}
      run={run}
      done={done}
      touches={touchedByDeployment}
      onClose={onClose}
    >
      {effect}
    </ManyDialog>
  );
};
