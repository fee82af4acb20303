/** What a server counts of itself while it works. Nothing is kept unless somebody may ask for it. */

interface Described {
  /** As it is printed, its unit at the end. */
  readonly name: string;
  readonly help: string;
  /** The one with the most values first: it becomes `other` when there are too many. */
  readonly labels: readonly string[];
}

export interface Counter extends Described {
  readonly kind: "counter";
}
export interface Histogram extends Described {
  readonly kind: "histogram";
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[];
}
export interface Gauge extends Described {
  readonly kind: "gauge";
}
export type Instrument = Counter | Histogram | Gauge;

/** One printed number. `suffix` is what follows the instrument's name. */
export interface Sample {
  readonly suffix?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Numbers of one name, as they are printed together. */
export interface Family extends Described {
  readonly kind: Instrument["kind"];
  readonly samples: readonly Sample[];
}

type Labels = readonly string[];

export interface Meter {
  /** Whether anything is kept: what costs something to find out is left alone otherwise. */
  readonly isOn: boolean;
  /** Adds to a counter; the labels in the order of the instrument's. */
  count(counter: Counter, labels: Labels, by?: number): void;
  observe(histogram: Histogram, labels: Labels, value: number): void;
  /** Asks for a number whenever somebody looks. */
  watch(gauge: Gauge, read: () => number): void;
  read(): Family[];
}

/** Keeps nothing. */
export const silentMeter: Meter = {
  isOn: false,
  count: () => undefined,
  observe: () => undefined,
  watch: () => undefined,
  read: () => [],
};

/** Series kept of one instrument; what comes later is counted together. */
const mostSeries = 400;

interface Series {
  readonly labels: Labels;
  sum: number;
  /** Of a histogram: how many values were at most each bound, and how many there were. */
  readonly counts: number[];
}

export const createMeter = (): Meter => {
  const kept = new Map<Counter | Histogram, Map<string, Series>>();
  const watched = new Map<Gauge, (() => number)[]>();

  const seriesOf = (instrument: Counter | Histogram, labels: Labels): Series => {
    const all = kept.get(instrument) ?? new Map<string, Series>();
    kept.set(instrument, all);
    const key = labels.join("\0");
    const known = all.get(key);
    if (known !== undefined) return known;
    if (all.size >= mostSeries && labels[0] !== "other") return seriesOf(instrument, ["other", ...labels.slice(1)]);
    const counts = instrument.kind === "histogram" ? Array<number>(instrument.buckets.length + 1).fill(0) : [];
    const series = { labels, sum: 0, counts };
    all.set(key, series);
    return series;
  };

  return {
    isOn: true,
    count(counter, labels, by = 1) {
      seriesOf(counter, labels).sum += by;
    },
    observe(histogram, labels, value) {
      const series = seriesOf(histogram, labels);
      series.sum += value;
      const { buckets } = histogram;
      for (let index = 0; index <= buckets.length; index++) {
        if (value <= (buckets[index] ?? Number.POSITIVE_INFINITY)) series.counts[index] = (series.counts[index] ?? 0) + 1;
      }
    },
    watch(gauge, read) {
      watched.set(gauge, [...(watched.get(gauge) ?? []), read]);
    },
    read: () => [
      ...[...kept].map(([instrument, series]) => ({
        ...instrument,
        samples: [...series.values()].flatMap((one) => print(instrument, one)),
      })),
      ...[...watched].map(([gauge, reads]) => ({ ...gauge, samples: [{ labels: {}, value: sum(reads.map((read) => read())) }] })),
    ],
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const print = (instrument: Counter | Histogram, { labels: values, sum: total, counts }: Series): Sample[] => {
  const labels = Object.fromEntries(instrument.labels.map((name, index) => [name, values[index] ?? ""]));
  if (instrument.kind === "counter") return [{ labels, value: total }];
  const bounds = [...instrument.buckets.map(String), "+Inf"];
  return [
    ...bounds.map((le, index) => ({ suffix: "_bucket", labels: { ...labels, le }, value: counts[index] ?? 0 })),
    { suffix: "_sum", labels, value: total },
    { suffix: "_count", labels, value: counts.at(-1) ?? 0 },
  ];
};
