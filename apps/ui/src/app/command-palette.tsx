import "@mantine/spotlight/styles.css";
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconArrowRight, IconHistory, IconPlus, IconSearch } from "@tabler/icons-react";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useCommandList } from "../commands/commands-context.tsx";
import { creations, navigation } from "./navigation.ts";
import { type Found, useObjectSearch } from "./object-search.ts";
import { listRecentPlaces } from "./recent-places.ts";

const [store, spotlight] = createSpotlight();

/** Marks the first entry as the library does, where none is marked. */
const chooseFirst = (): void => {
  const { listId } = store.getState();
  const list = document.getElementById(listId);
  if (list === null || list.querySelector("[data-selected]") !== null) return;
  list.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: 0 }));
};

interface Shown {
  readonly query: string;
  readonly found: readonly Found[];
  readonly opened: boolean;
}

const usePaletteActions = ({ query, found, opened }: Shown): SpotlightActionGroupData[] => {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const commands = useCommandList();
  return useMemo((): SpotlightActionGroupData[] => {
    const pages = navigation.flatMap(({ label: group, places }) =>
      places.map(({ label, to, icon: Icon, key }) => ({
        id: to,
        label,
        description: group,
        keywords: [`g ${key}`],
        leftSection: <Icon size={18} stroke={1.7} />,
        onClick: () => void navigate({ to }),
      })),
    );
    const here = commands.map(({ id, label, hint, run }) => ({
      id,
      label,
      ...(hint === undefined ? {} : { description: hint }),
      onClick: run,
    }));
    const objects = found.map(({ id, label, hint, href }) => ({
      id,
      label,
      description: hint,
      keywords: [query],
      leftSection: <IconArrowRight size={18} />,
      onClick: () => void navigate({ href }),
    }));
    const recent = opened ? listRecentPlaces().filter(({ path }) => path !== pathname) : [];
    return [
      { group: "On this page", actions: here },
      { group: "Found", actions: objects },
      {
        group: "Recent",
        actions: recent.map(({ path, label, kind }) => ({
          id: path,
          label,
          description: kind,
          leftSection: <IconHistory size={18} stroke={1.7} />,
          onClick: () => void navigate({ to: path }),
        })),
      },
      { group: "Pages", actions: pages },
      {
        group: "Create",
        actions: creations.map(({ label, to }) => ({
          id: to,
          label,
          leftSection: <IconPlus size={18} stroke={1.7} />,
          onClick: () => void navigate({ to }),
        })),
      },
    ].filter((each) => each.actions.length > 0);
  }, [commands, found, navigate, opened, pathname, query]);
};

/** What can be done here, objects by name or id, what was looked at last, pages, and what can be created. */
export const CommandPalette = ({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) => {
  const [query, setQuery] = useState("");
  const found = useObjectSearch(query);
  const actions = usePaletteActions({ query, found, opened });
  useEffect(() => {
    if (opened) spotlight.open();
  }, [opened]);
  useEffect(() => {
    // The library chooses the first entry when something is typed, which may be before there is any.
    if (found.length > 0) chooseFirst();
  }, [found]);
  return (
    <Spotlight
      store={store}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      limit={50}
      highlightQuery
      attributes={{ content: { "aria-label": "Search or jump to" } }}
      nothingFound="Nothing has this name or id."
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: "Search by name or id, or jump to a page",
        "aria-label": "Search",
      }}
    />
  );
};
