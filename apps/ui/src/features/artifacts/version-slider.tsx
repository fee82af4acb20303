import "@mantine/core/styles/Slider.css";
import { Box, Slider } from "@mantine/core";
import type { Artifact } from "@millrace/contract";
import { getRouteApi } from "@tanstack/react-router";

const route = getRouteApi("/artifacts/key/$key");

interface Props {
  /** The newest first. */
  readonly versions: readonly Artifact[];
  readonly shown: Artifact;
}

/** Goes through the versions of a key, the oldest at the left: by hand, or by the arrow keys. */
export const VersionSlider = ({ versions, shown }: Props) => {
  const navigate = route.useNavigate();
  const number = versions.length - versions.indexOf(shown);
  const show = (next: number): void => {
    const version = versions.at(-next);
    if (version !== undefined) void navigate({ search: (old) => ({ ...old, version: version.id }), replace: true });
  };
  return (
    <Box px="lg" pt="md" pb="sm">
      <Slider
        thumbLabel="Version"
        label={(value) => `Version ${value}`}
        min={1}
        max={versions.length}
        value={number}
        onChange={show}
        thumbValueText={(value) => `Version ${value} of ${versions.length}`}
      />
    </Box>
  );
};
