import { Group, Pagination, Select, Text } from "@mantine/core";

export interface Paging {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** How many there are in all. */
  readonly count: number;
  readonly limit: number;
  /** With its length, so that a link to it means the same to whoever prefers others. */
  readonly onPage: (page: number, limit: number) => void;
  readonly onLimit: (limit: number) => void;
}

const sizes = ["10", "25", "50", "100", "200"];

/** How much there is, and the way to the rest. */
export const TableFoot = ({ page, pages, count, limit, onPage, onLimit }: Paging) => (
  <Group justify="space-between" px="md" py={8} gap="xs">
    <Text size="sm" c="dimmed">
      {count.toLocaleString("en")} in all
    </Text>
    <Group gap="sm">
      <Select
        size="xs"
        w={76}
        aria-label="Rows of a page"
        data={sizes}
        value={String(limit)}
        allowDeselect={false}
        onChange={(value) => value !== null && onLimit(Number(value))}
      />
      {pages > 1 && (
        <Pagination
          size="sm"
          total={pages}
          value={page}
          onChange={(next) => onPage(next, limit)}
          siblings={1}
          getControlProps={(control) => ({ "aria-label": `${control} page` })}
          getItemProps={(item) => ({ "aria-label": `Page ${item}` })}
        />
      )}
    </Group>
  </Group>
);
