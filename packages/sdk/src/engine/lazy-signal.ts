/** A signal made when somebody asks for it, since most bodies never do. */
export interface LazySignal {
  readonly get: () => AbortSignal;
  readonly abort: (reason: unknown) => void;
  /** Lets go of the parent. */
  readonly release: () => void;
}

export const createLazySignal = (parent: () => AbortSignal | undefined): LazySignal => {
  let controller: AbortController | undefined;
  let aborted: { readonly reason: unknown } | undefined;
  let source: AbortSignal | undefined;
  const follow = (): void => controller?.abort(source?.reason);
  return {
    get: () => {
      if (controller !== undefined) return controller.signal;
      controller = new AbortController();
      source = parent();
      if (aborted !== undefined) controller.abort(aborted.reason);
      else if (source?.aborted) follow();
      else source?.addEventListener("abort", follow, { once: true });
      return controller.signal;
    },
    abort: (reason) => {
      aborted ??= { reason };
      controller?.abort(reason);
    },
    release: () => source?.removeEventListener("abort", follow),
  };
};
