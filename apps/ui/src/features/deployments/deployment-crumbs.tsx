import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";

/** From the list of deployments down to one of them. */
export const deploymentCrumbs = (deployment?: { readonly id: string; readonly name: string }): readonly ReactNode[] => [
  <AppLink key="deployments" to="/deployments" size="xs">
    Deployments
  </AppLink>,
  ...(deployment === undefined
    ? []
    : [
        <AppLink key="deployment" to="/deployments/deployment/$id" params={{ id: deployment.id }} size="xs">
          {deployment.name}
        </AppLink>,
      ]),
];
