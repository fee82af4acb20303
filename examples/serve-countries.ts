/** Serves the country report: runs it whenever someone asks, and every fifteen seconds besides. */
import { serve } from "millrace";
import { countryReport } from "./countries.ts";
import { startCountrySource } from "./country-source.ts";

const source = await startCountrySource();
const deployment = countryReport.toDeployment({
  name: "demo",
  description: "The countries of the world, measured again and again.",
  schedule: { every: "15s" },
  parameters: { source: source.url },
});
await serve(deployment, { limit: 2 });
await source.stop();
