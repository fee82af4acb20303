/** A pipeline: fetch every region's countries, measure them, and find the best connected of all in a flow of its own. */
import { flow, getLogger, signal, task } from "millrace";
import * as z from "zod";

interface Country {
  readonly name: string;
  /** Square kilometres. */
  readonly area: number;
  readonly borders: readonly string[];
}

/** The source refuses now and then; three retries a second apart get through. */
export const fetchRegion = task({ name: "fetch-region", retries: { max: 3, delay: "1s" } }, async (region: string, source: string) => {
  const response = await fetch(`${source}/regions/${region}`, { signal: signal() });
  if (!response.ok) throw new Error(`The source answered ${response.status} for ${region}.`);
  return { region, countries: (await response.json()) as Country[] };
});

type Region = Awaited<ReturnType<typeof fetchRegion>>;

export const measure = task({ name: "measure" }, ({ region, countries }: Region) => ({
  region,
  countries: countries.length,
  area: Math.round(countries.reduce((sum, country) => sum + country.area, 0)),
}));

export const countNeighbours = task({ name: "count-neighbours" }, ({ countries }: Region) =>
  countries.map(({ name, borders }) => ({ name, neighbours: borders.length })),
);

const Neighbours = z.array(z.object({ name: z.string(), neighbours: z.number() }));

export const findBestConnected = flow(
  { name: "find-best-connected", parameters: z.object({ countries: Neighbours }) },
  async ({ countries }) => {
    const [first, ...others] = countries.toSorted((one, other) => other.neighbours - one.neighbours);
    getLogger().info(`${first?.name} has more neighbours than ${others.length} other countries.`);
    return first;
  },
);

export const countryReport = flow(
  {
    name: "country-report",
    description: "What the regions of the world are made of.",
    parameters: z.object({
      source: z.url(),
      regions: z.array(z.string()).min(1).default(["Africa", "Americas", "Asia", "Europe", "Oceania"]),
    }),
  },
  async ({ source, regions }) => {
    getLogger().info(`Fetching ${regions.length} regions from ${source}.`);
    const fetched = fetchRegion.map(regions, (region) => [region, source]);
    const measured = await measure.map(fetched);
    const neighbours = await countNeighbours.map(fetched);
    const bestConnected = await findBestConnected({ countries: neighbours.flat() });
    const countries = measured.reduce((sum, region) => sum + region.countries, 0);
    getLogger().info(`Measured ${countries} countries.`);
    return { countries, regions: measured, bestConnected };
  },
);
