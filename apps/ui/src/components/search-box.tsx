import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";

interface Props {
  /** For assistive technology, such as "Search blocks by name". */
  readonly label: string;
  /** Shown while it is empty. */
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Words by which a list is searched, in the line above it. */
export const SearchBox = ({ label, hint = "Search", value, onChange }: Props) => (
  <TextInput
    size="xs"
    w={220}
    maw="100%"
    type="search"
    aria-label={label}
    placeholder={hint}
    leftSection={<IconSearch size={14} />}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
