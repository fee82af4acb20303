import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useShortcut } from "../../shortcuts/shortcuts-context.tsx";

interface Props {
  readonly label: string;
  /** From the address. */
  readonly q: string | undefined;
  readonly onSearch: (q: string | undefined) => void;
}

/** Narrows a list by name; the address follows when the typing rests. */
export const SearchField = ({ label, q = "", onSearch }: Props) => {
  const [text, setText] = useState(q);
  const box = useRef<HTMLInputElement | null>(null);
  const settle = useDebouncedCallback((next: string) => onSearch(next === "" ? undefined : next), 300);
  useEffect(() => setText(q), [q]);
  useShortcut({ keys: "/", does: label, run: () => box.current?.focus() });
  return (
    <TextInput
      ref={box}
      size="xs"
      w={220}
      aria-label={label}
      placeholder={`${label} ( / )`}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        settle(value);
      }}
    />
  );
};
