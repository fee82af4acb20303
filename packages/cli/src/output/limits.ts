/** A limit for people. */
export const sayLimit = (limit: number | null): string => (limit === null ? "none" : String(limit));

/** A name with a mark behind it where something is paused or late, which the line below the table explains. */
export const markIf = (marked: boolean, name: string): string => (marked ? `${name} (**)` : name);
