import { Button, Group } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { LinkButton } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { labelOf } from "../../components/time/time-range.ts";
import type { ListProps } from "./list-props.ts";

/** Where no run matches: what was looked for, and the ways on. */
export const NoRuns = ({ scope: { q, range }, onSearch, what }: Pick<ListProps, "scope" | "onSearch"> & { readonly what: string }) => (
  <EmptyState
    icon={IconActivity}
    title={q === "" ? `No ${what}s` : `No ${what} matches`}
    action={
      <Group gap="xs" justify="center">
        {q !== "" && (
          <Button
            variant="default"
            onClick={() => onSearch({ q: undefined, page: undefined, window: "all", from: undefined, to: undefined })}
          >
            Show all runs
          </Button>
        )}
        {range !== undefined && (
          <Button variant="default" onClick={() => onSearch({ window: "all", from: undefined, to: undefined, page: undefined })}>
            Look at any time
          </Button>
        )}
        {q === "" && range === undefined && <LinkButton to="/dashboard">Run a first flow</LinkButton>}
      </Group>
    }
  >
    {range === undefined ? "Of any time." : `${labelOf(range)}; runs that are due later are not in it.`}
  </EmptyState>
);
