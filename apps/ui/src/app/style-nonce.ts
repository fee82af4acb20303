/** The server allows only the styles that carry what it put into the page. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";

/** Dialogs keep the page behind them from scrolling by a style of their own; what makes it looks for the nonce under this name. */
export const shareStyleNonce = (): void => void Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
