import { ScrollArea } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { isAt, navigation, type Place } from "./navigation.ts";
import classes from "./shell.module.css";

const PlaceLink = ({ place, onGo }: { readonly place: Place; readonly onGo: () => void }) => {
  const { pathname } = useLocation();
  return (
    <Link to={place.to} className={classes.place} onClick={onGo} aria-current={isAt(place, pathname) ? "page" : undefined}>
      <place.icon size={17} stroke={1.7} aria-hidden="true" />
      {place.label}
    </Link>
  );
};

/** The five groups of places. */
export const NavigationList = ({ onGo }: { readonly onGo: () => void }) => (
  <ScrollArea type="auto" px="xs" py={4} style={{ flex: 1 }}>
    {navigation.map((group) => (
      <section key={group.label} aria-label={group.label}>
        <div className={classes.group}>{group.label}</div>
        {group.places.map((place) => (
          <PlaceLink key={place.to} place={place} onGo={onGo} />
        ))}
      </section>
    ))}
  </ScrollArea>
);
