import { Panel } from "../../components/panel.tsx";
import { ShortcutTable } from "../../shortcuts/shortcut-table.tsx";

export const ShortcutsSection = () => (
  <Panel title="Keys that work on every page">
    <ShortcutTable />
  </Panel>
);
