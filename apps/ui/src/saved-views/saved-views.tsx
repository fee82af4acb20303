import { Button, Menu } from "@mantine/core";
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { IconBookmark, IconDeviceFloppy, IconHome, IconHomeOff, IconTrash, IconUsers } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useCall } from "../api/use-call.ts";
import { useChange } from "../api/use-change.ts";
import { SaveViewDialog } from "./save-view-dialog.tsx";
import { type SavedView, toSavedSearch, type ViewWords, viewsAmong } from "./saved-views-store.ts";

interface Props {
  /** Which list's views, such as `runs`. */
  readonly name: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly words?: ViewWords;
}

const ofLists: ViewWords = { all: "Views", one: "view", save: "Save this filter" };

const none: readonly SavedView[] = [];

/** The views of a list, and how to add and remove them. Shared ones are asked for when the menu opens. */
const useViews = (name: string, isOpen: boolean) => {
  const [own, setOwn] = useLocalStorage<readonly SavedView[]>({ key: `millrace.views.${name}`, defaultValue: none });
  const searches = useCall("savedSearches", "list", { body: { limit: 200 } }, { enabled: isOpen, poll: 0 });
  const share = useChange({
    change: (api, view: SavedView) => api.savedSearches.save({ body: toSavedSearch(name, view) }),
    touches: ["savedSearches"],
  });
  const unshare = useChange({
    change: (api, id: string) => api.savedSearches.delete({ id }),
    touches: ["savedSearches"],
    does: "Delete the view",
  });
  return {
    own,
    shared: viewsAmong(name, searches.data ?? []),
    save: async (view: SavedView, isShared: boolean): Promise<void> => {
      if (isShared) await share.mutateAsync(view);
      else setOwn([...own.filter((each) => each.name !== view.name), view]);
    },
    remove: ({ id, name: removed }: SavedView): void => {
      if (id === undefined) setOwn(own.filter((each) => each.name !== removed));
      else unshare.mutate(id);
    },
  };
};

/** The query that a list begins with where its address brings none; kept in the browser. */
const useFirstQuery = (name: string, { query, onQuery }: Pick<Props, "query" | "onQuery">) => {
  const [first, setFirst] = useLocalStorage({ key: `millrace.first-view.${name}`, defaultValue: "", getInitialValueInEffect: false });
  const begin = useRef(() => {
    if (query === "" && first !== "" && new URL(window.location.href).search === "") onQuery(first);
  });
  useEffect(() => begin.current(), []);
  return { first, setFirst };
};

/** Named queries of a list: one's own, and those shared through the server. */
export const SavedViews = ({ name, query, onQuery, words = ofLists }: Props) => {
  const [isOpen, menu] = useDisclosure();
  const [isSaving, dialog] = useDisclosure();
  const views = useViews(name, isOpen);
  const { first, setFirst } = useFirstQuery(name, { query, onQuery });
  const all = [...views.own, ...views.shared];
  const current = all.find((view) => view.query === query);
  return (
    <>
      <Menu opened={isOpen} onChange={menu.toggle} position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={15} />}>
            {current?.name ?? words.all}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {all.map((view) => (
            <Menu.Item
              key={view.id ?? view.name}
              onClick={() => onQuery(view.query)}
              {...(view.id === undefined ? {} : { rightSection: <IconUsers size={14} aria-label="shared" /> })}
            >
              {view.name}
            </Menu.Item>
          ))}
          {all.length > 0 && <Menu.Divider />}
          <Menu.Item leftSection={<IconDeviceFloppy size={15} />} disabled={query === ""} onClick={dialog.open}>
            {words.save}
          </Menu.Item>
          {current !== undefined && words === ofLists && (
            <Menu.Item
              leftSection={first === query ? <IconHomeOff size={15} /> : <IconHome size={15} />}
              onClick={() => setFirst(first === query ? "" : query)}
            >
              {first === query ? "Begin with everything again" : `Always begin with ${current.name}`}
            </Menu.Item>
          )}
          {current !== undefined && (
            <Menu.Item
              leftSection={<IconTrash size={15} />}
              onClick={() => {
                if (first === query) setFirst("");
                views.remove(current);
              }}
            >
              Delete the {words.one} {current.name}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SaveViewDialog
        opened={isSaving}
        onClose={dialog.close}
        query={query}
        words={words}
        taken={all.map((view) => view.name)}
        onSave={views.save}
      />
    </>
  );
};
