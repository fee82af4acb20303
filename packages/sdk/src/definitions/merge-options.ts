/** Options with changes: what is left out or undefined inherits, null clears. */
export const mergeOptions = <O extends object>(options: O, changes: object): O => {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(options));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = value;
  }
  return merged as O;
};
