/** How a worker opens the same data: a function that a module exports, and its arguments, which can be sent. */
export interface ModuleCall {
  /** The address of the module. */
  readonly module: string;
  readonly call: string;
  readonly args: readonly unknown[];
}
