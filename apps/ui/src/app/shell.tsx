import { ActionIcon, AppShell, Burger, Group, Kbd, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDeviceDesktop, IconLogout, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useApi } from "../api/api-context.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { usePaletteOpener } from "./command-palette-context.tsx";
import { ConnectionPill } from "./connection-pill.tsx";
import { Logo } from "./logo.tsx";
import { NavigationList } from "./navigation-list.tsx";
import classes from "./shell.module.css";

const schemes = {
  light: { next: "dark", icon: IconSun },
  dark: { next: "auto", icon: IconMoon },
  auto: { next: "light", icon: IconDeviceDesktop },
} as const;

const SchemeSwitch = () => {
  const [{ scheme }, setPreferences] = usePreferences();
  const { next, icon: Icon } = schemes[scheme];
  const label = `Theme: ${scheme === "auto" ? "as the system" : scheme}`;
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => setPreferences({ scheme: next })}>
        <Icon size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
};

const Logout = () => {
  const { credentials, settings } = useApi();
  const navigate = useNavigate();
  if (settings.auth === null) return null;
  const logOut = (): void => {
    credentials.clear();
    void navigate({ to: "/login" });
  };
  return (
    <Tooltip label="Log out">
      <ActionIcon aria-label="Log out" onClick={logOut}>
        <IconLogout size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
};

const SearchButton = () => {
  const openPalette = usePaletteOpener();
  return (
    <>
      <UnstyledButton className={classes.search} onClick={openPalette} visibleFrom="xs" aria-keyshortcuts="Control+K">
        <IconSearch size={15} aria-hidden="true" /> Search or jump to <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      <ActionIcon hiddenFrom="xs" aria-label="Search or jump to" onClick={openPalette}>
        <IconSearch size={18} />
      </ActionIcon>
    </>
  );
};

/** What surrounds every page: the way to the others, search, and how current the page is. */
export const Shell = ({ children }: { readonly children: ReactNode }) => {
  const [isOpen, drawer] = useDisclosure();
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !isOpen } }} padding={0}>
      <button type="button" className={classes.skip} onClick={skipToContent}>
        Skip to the page
      </button>
      <AppShell.Header className={classes.header ?? ""}>
        <Group h="100%" px="sm" gap="sm" wrap="nowrap">
          <Burger
            opened={isOpen}
            onClick={drawer.toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={isOpen ? "Close the menu" : "Open the menu"}
          />
          <Link to="/dashboard" className={classes.brand} aria-label="Millrace, overview">
            <Logo />
            <span>Millrace</span>
          </Link>
          <Group ml="auto" gap="xs" wrap="nowrap">
            <SearchButton />
            <ConnectionPill />
            <SchemeSwitch />
            <Logout />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar ?? ""} aria-label="Places">
        <NavigationList onGo={drawer.close} />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main ?? ""} id="content" tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
};

/** No link: a fragment would be taken relative to the page's base, not to the page. */
const skipToContent = (): void => {
  document.getElementById("content")?.focus();
};
