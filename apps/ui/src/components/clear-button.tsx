import { Button } from "@mantine/core";

/** The way out of a list that a filter has left empty. */
export const ClearButton = ({ onClear }: { readonly onClear: () => void }) => (
  <Button variant="default" onClick={onClear}>
    Clear the filter
  </Button>
);
