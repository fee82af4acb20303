import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCopy, IconDots, IconDownload, IconTextWrap } from "@tabler/icons-react";
import { memo } from "react";
import type { SaveLog } from "./use-save-log.ts";

interface Props {
  readonly isWrapped: boolean;
  readonly onWrap: (isWrapped: boolean) => void;
  readonly save: SaveLog;
}

/** What can be done with all lines that match. */
export const LogMenu = memo(({ isWrapped, onWrap, save }: Props) => (
  <Menu position="bottom-end">
    <Tooltip label="More">
      <Menu.Target>
        <ActionIcon aria-label="More for the log" loading={save.isBusy}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
    </Tooltip>
    <Menu.Dropdown>
      <Menu.Item leftSection={<IconTextWrap size={15} />} onClick={() => onWrap(!isWrapped)}>
        {isWrapped ? "Keep long lines whole" : "Wrap long lines"}
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => save.copy()}>
        Copy the lines
      </Menu.Item>
      <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => save.download()}>
        Download as text
      </Menu.Item>
      {save.downloadCsv !== undefined && (
        <Menu.Item leftSection={<IconDownload size={15} />} onClick={save.downloadCsv}>
          Download everything as CSV
        </Menu.Item>
      )}
    </Menu.Dropdown>
  </Menu>
));
LogMenu.displayName = "LogMenu";
