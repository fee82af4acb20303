import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { limit, type Resource, type ResourceKind, useResources, useResourcesById } from "./resources.ts";

interface ChoiceProps {
  readonly kind: ResourceKind;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly error?: string | undefined;
}

/** What can be chosen, as somebody types. The server is asked to search only where it has more than one answer holds. */
const useOptions = (kind: ResourceKind, chosen: readonly string[]) => {
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text, 250);
  const all = useResources(kind, "");
  const isPart = (all.data?.length ?? 0) >= limit;
  const found = useResources(kind, isPart ? settled.trim() : "");
  const listed = found.data ?? [];
  const missing = all.data === undefined ? [] : chosen.filter((id) => !listed.some((each) => each.id === id));
  const known = useResourcesById(kind, missing);
  const named = (id: string): Resource => known.data?.find((each) => each.id === id) ?? { id, name: `${id.slice(0, 8)} (not found)` };
  const options = [...missing.map(named), ...listed].map(({ id, name }) => ({ value: id, label: name }));
  return { text, setText, options, error: all.error?.detail };
};

interface OneProps extends ChoiceProps {
  readonly id: string | undefined;
  readonly onId: (id: string | null) => void;
}

/** Chooses one resource by name. */
export const ResourceSelect = ({ kind, label, description, placeholder, error, id, onId }: OneProps) => {
  const { text, setText, options, ...asked } = useOptions(kind, id === undefined ? [] : [id]);
  return (
    <Select
      {...{ label, description, placeholder }}
      searchable
      clearable
      required
      withAsterisk
      data={options}
      value={id ?? null}
      onChange={onId}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage="Nothing of this name"
      error={error ?? asked.error}
      clearButtonProps={{ "aria-label": `Clear ${label}` }}
    />
  );
};

interface ManyProps extends ChoiceProps {
  readonly ids: readonly string[];
  readonly onIds: (ids: string[]) => void;
}

/** Chooses any number of them. */
export const ResourceMultiSelect = ({ kind, label, description, placeholder, error, ids, onIds }: ManyProps) => {
  const { text, setText, options, ...asked } = useOptions(kind, ids);
  return (
    <MultiSelect
      {...{ label, description }}
      {...(ids.length === 0 && placeholder !== undefined ? { placeholder } : {})}
      searchable
      data={options}
      value={[...ids]}
      onChange={onIds}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage="Nothing of this name"
      error={error ?? asked.error}
    />
  );
};
