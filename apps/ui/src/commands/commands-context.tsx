import { createContext, useContext, useEffect } from "react";

/** Something that can be done on this page, offered in the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

interface Commands {
  readonly add: (command: Command) => () => void;
  readonly list: () => readonly Command[];
}

export const createCommands = (): Commands => {
  const all: Command[] = [];
  return {
    add: (command) => {
      all.push(command);
      return () => {
        all.splice(all.indexOf(command), 1);
      };
    },
    list: () => [...all],
  };
};

export const CommandsContext = createContext<Commands | undefined>(undefined);

/** Offers commands in the palette while this component is shown. Keep the list the same between renders (`useMemo`). */
export const useCommands = (commands: readonly Command[]): void => {
  const context = useContext(CommandsContext);
  useEffect(() => {
    const removals = commands.map((command) => context?.add(command));
    return () => {
      for (const remove of removals) remove?.();
    };
  }, [commands, context]);
};

export const useCommandList = (): readonly Command[] => useContext(CommandsContext)?.list() ?? [];
