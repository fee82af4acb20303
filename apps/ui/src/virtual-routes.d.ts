declare module "virtual:routes" {
  import type { AllRoutes } from "@millrace/contract";

  export const routes: AllRoutes;
}
