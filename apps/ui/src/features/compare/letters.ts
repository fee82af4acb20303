/** What the compared runs are called in short. */
export const letters = ["A", "B", "C"] as const;
