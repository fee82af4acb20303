import { useLocalStorage } from "@mantine/hooks";
import type { Column } from "./column.ts";

/** Which columns of the table of this name people want to see; kept in the browser. */
export const useColumnChoice = <Row>(name: string, columns: readonly Column<Row>[]) => {
  const usual = columns.filter(({ isExtra }) => isExtra !== true).map(({ id }) => id);
  const [chosen, setChosen] = useLocalStorage<readonly string[]>({
    key: `millrace.columns.${name}`,
    defaultValue: usual,
    getInitialValueInEffect: false,
  });
  const shown = columns.filter(({ id }) => chosen.includes(id));
  const toggle = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    if (next.length > 0) setChosen(next);
  };
  return { shown: shown.length === 0 ? columns : shown, toggle, isShown: (id: string) => chosen.includes(id) };
};
