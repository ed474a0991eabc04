/** A state that only events change. */
export interface Store<State, Event> {
  readonly state: () => State;
  readonly dispatch: (event: Event) => void;
  /** Calls `listener` after each event. */
  readonly subscribe: (listener: (state: State, event: Event) => void) => void;
}

export function createStore<State, Event>(reduce: (state: State, event: Event) => State, initial: State): Store<State, Event> {
  let state = initial;
  const listeners: ((state: State, event: Event) => void)[] = [];
  return {
    state: () => state,
    dispatch(event) {
      state = reduce(state, event);
      for (const listener of listeners) listener(state, event);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
