import { NumberInput, Textarea } from "@mantine/core";

/** What pools and queues have in common in forms. */
export interface PlaceFields {
  readonly description: string;
  /** Null without one. */
  readonly limit: number | null;
}

interface Props {
  readonly fields: PlaceFields;
  readonly onChange: (changes: Partial<PlaceFields>) => void;
  /** Such as "work pool". */
  readonly what: string;
}

export const DescriptionAndLimit = ({ fields, onChange, what }: Props) => (
  <>
    <Textarea
      label="Description"
      autosize
      minRows={2}
      value={fields.description}
      onChange={(event) => onChange({ description: event.currentTarget.value })}
    />
    <NumberInput
      label="Limit"
      description={`How many runs of this ${what} may be under way at once. Empty means no limit; 0 lets none start.`}
      w={240}
      min={0}
      allowDecimal={false}
      value={fields.limit ?? ""}
      onChange={(value) => onChange({ limit: typeof value === "number" ? value : null })}
    />
  </>
);
