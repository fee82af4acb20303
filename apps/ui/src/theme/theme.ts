import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { findPalette, stateVariables } from "./palettes.ts";

/** Water over stone: a deep blue-green for what can be acted on, cool greys for the rest. */
const race: MantineColorsTuple = [
  "#e6f5f5",
  "#cfe8e9",
  "#a0d0d3",
  "#6eb7bb",
  "#46a2a7",
  "#2c959b",
  "#188087",
  "#0e6f76",
  "#066067",
  "#004d53",
];

const dark: MantineColorsTuple = [
  "#dde3e8",
  "#bcc6ce",
  "#9aa7b2",
  "#72808d",
  "#4a5763",
  "#36414b",
  "#29323b",
  "#1f272e",
  "#181f25",
  "#11161b",
];

const gray: MantineColorsTuple = [
  "#f7f9fa",
  "#eff2f4",
  "#e3e8eb",
  "#d3dade",
  "#bcc6cc",
  "#93a0a9",
  "#66747f",
  "#4c5963",
  "#37424b",
  "#232b32",
];

/** A dialog's head is no banner of the page, and its cross says what it does. */
const dialogParts = { closeButtonProps: { "aria-label": "Close" }, attributes: { header: { role: "none" } } };

export const theme = createTheme({
  colors: { race, dark, gray },
  primaryColor: "race",
  primaryShade: 7,
  autoContrast: true,
  luminanceThreshold: 0.28,
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "Roboto Mono", Menlo, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "12px", xl: "20px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
    Table: { defaultProps: { borderColor: "var(--line)" } },
    TextInput: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { ...dialogParts, centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: dialogParts },
    // A menu begins at its first item; the library's own start is an element that no menu may have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // The list itself scrolls, as the keys that choose from it expect; app/global.css says from which height on.
    Select: { defaultProps: { withScrollArea: false } },
    MultiSelect: { defaultProps: { withScrollArea: false } },
    TagsInput: { defaultProps: { withScrollArea: false } },
    Autocomplete: { defaultProps: { withScrollArea: false } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
  },
});

/** Colours beyond the library's own: those of states, and of the page's surfaces. */
export const resolveVariables =
  (palette: string): CSSVariablesResolver =>
  () => ({
    variables: {},
    light: {
      ...stateVariables(findPalette(palette), "light"),
      "--page": "#f7f9fa",
      "--surface": "#ffffff",
      "--line": "#dfe5e8",
      "--added": "#e0f4e6",
      "--removed": "#fde8e8",
      "--muted": "#586570",
      "--mantine-color-dimmed": "#586570",
      "--mantine-color-body": "#ffffff",
      "--mantine-color-text": "#1b252c",
      "--mantine-color-placeholder": "#66747f",
      "--mantine-color-error": "#c02626",
      "--mantine-color-red-6": "#c02626",
      "--mantine-color-yellow-light-color": "#704700",
    },
    dark: {
      ...stateVariables(findPalette(palette), "dark"),
      "--page": "#11161b",
      "--surface": "#181f25",
      "--line": "#2b353e",
      "--added": "#143524",
      "--removed": "#45191d",
      "--muted": "#9aa7b2",
      "--mantine-color-dimmed": "#9aa7b2",
      "--mantine-color-body": "#181f25",
      "--mantine-color-text": "#dde3e8",
      "--mantine-color-placeholder": "#8a97a3",
      "--mantine-color-error": "#ff8a8a",
      "--mantine-color-anchor": "#6eb7bb",
      "--mantine-color-yellow-light": "rgb(255 212 59 / 12%)",
      "--mantine-color-yellow-light-color": "#ffe08a",
      "--mantine-color-red-6": "#ff8a8a",
    },
  });
