/** States on their way: complete but for the id and the timestamp, which a state gets when it is kept. */
import {
  fromMicros,
  type Instant,
  type Json,
  noDetails,
  type StateCreate,
  type StateDetails,
  type StateType,
  toMicros,
  type Uuid,
} from "@millrace/contract";
import { hasKeys } from "../exact-numbers.ts";

export interface StateDraft {
  readonly type: StateType;
  readonly name: string;
  readonly message: string | null;
  readonly data: Json;
  readonly state_details: StateDetails;
}

/** A state as it is kept. */
export interface StoredState extends StateDraft {
  readonly id: Uuid;
  readonly timestamp: Instant;
}

/** The name a state has when nobody named it: its type, capitalised (server.md §2.1). */
export const defaultName = (type: StateType): string => type.charAt(0) + type.slice(1).toLowerCase();

/** A proposed state with its defaults: a name, and for SCHEDULED a time, which is now (server.md §2.1). */
export const draftState = (proposed: StateCreate, now: Instant): StateDraft => {
  const { type, message, data, state_details } = proposed;
  const untimed = type === "SCHEDULED" && state_details.scheduled_time === null;
  return {
    type,
    name: proposed.name ?? defaultName(type),
    message,
    data,
    state_details: untimed ? { ...state_details, scheduled_time: now } : state_details,
  };
};

type Content = Partial<Pick<StateDraft, "name" | "message" | "data">> & { readonly details?: Partial<StateDetails> };

/** A state the server makes itself. */
export const makeState = (type: StateType, content: Content = {}): StateDraft => ({
  type,
  name: content.name ?? defaultName(type),
  message: content.message ?? null,
  data: content.data ?? null,
  state_details: content.details === undefined ? noDetails : { ...noDetails, ...content.details },
});

/** Whether a state's data is metadata of a stored result. Data of no type counts as stored, but for an empty object (server.md §2.3). */
export const hasStoredResult = (data: Json): boolean => hasKeys(data) && data.type !== "unpersisted" && Object.keys(data).length > 0;

/** A time of any offset as the protocol prints moments. */
export const inUtc = (time: string): Instant => fromMicros(toMicros(time));
