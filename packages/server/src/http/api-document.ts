import * as contract from "@millrace/contract";
import { apiVersion } from "../version.ts";

/** The OpenAPI document of every route, as text. */
export const printApiDocument = (basePath: string): string =>
  JSON.stringify(contract.createOpenApi({ routes: contract.routes, shapes: [contract], version: apiVersion, basePath }));
