import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Native<P> = P & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P> & { readonly ref?: Ref<HTMLAnchorElement> };

const PlainAnchor = (props: Native<AnchorProps>) => <Anchor {...props} />;
const AnchorButton = (props: Native<ButtonProps>) => <Button component="a" {...props} />;

/** A link to a page, checked against the routes there are: `<AppLink to="/runs/flow-run/$id" params={{ id }}>`. */
export const AppLink = createLink(PlainAnchor);

/** The same as a button. */
export const LinkButton = createLink(AnchorButton);
