import { Stack } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { PageHeader } from "../../components/page-header.tsx";
import { type PageTab, PageTabs } from "../../components/page-tabs.tsx";
import { AboutSection } from "./about-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { ServerSection } from "./server-section.tsx";
import { ShortcutsSection } from "./shortcuts-section.tsx";
import { TimeSection } from "./time-section.tsx";

const route = getRouteApi("/settings/$section");

const section = (name: string, label: string, Section: () => React.ReactNode): PageTab => ({
  name,
  label,
  render: () => (
    <Stack gap="md">
      <Section />
    </Stack>
  ),
});

const sections = [
  section("appearance", "Appearance", AppearanceSection),
  section("time", "Time", TimeSection),
  section("shortcuts", "Shortcuts", ShortcutsSection),
  section("server", "Server", ServerSection),
  section("about", "About", AboutSection),
];

/** What this browser's user prefers, kept in the browser; and what the server is and runs with. */
export const SettingsPage = () => {
  const { section: shown } = route.useParams();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title={shown === "about" ? "About" : "Settings"} />
      <PageTabs
        label="Sections"
        tabs={sections}
        tab={shown}
        onTab={(name) => void navigate({ to: "/settings/$section", params: { section: name } })}
      />
    </>
  );
};
