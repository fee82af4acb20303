import { Button, Menu, Text } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { IconHistory } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { shortJson } from "./json.ts";
import type { RecentInput } from "./recent-inputs.ts";
import classes from "./schema-form.module.css";

interface RecentInputsMenuProps {
  readonly inputs: readonly RecentInput[];
  readonly onPick: (values: JsonObject) => void;
}

/** Fills a form with what an earlier run was started with. */
export const RecentInputsMenu = ({ inputs, onPick }: RecentInputsMenuProps): ReactNode => (
  <Menu position="bottom-end" width={320} withinPortal>
    <Menu.Target>
      <Button type="button" variant="default" size="xs" leftSection={<IconHistory size={14} />} disabled={inputs.length === 0}>
        Recent inputs
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>Replaces what is in the form</Menu.Label>
      {inputs.map(({ id, name, times, values }) => (
        <Menu.Item key={id} onClick={() => onPick(values)}>
          <Text size="sm" component="span">
            {name}
            {times > 1 && ` and ${times - 1} more`}
          </Text>
          <div className={`${classes.hint} ${classes.dim}`}>{shortJson(values, 90)}</div>
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
