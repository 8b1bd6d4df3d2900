/** What is wrong with settings or data, told all at once. */

export interface Fault {
  file: string;
  /** A line (`12`) or a path inside the file (`channels[3].records[0]`). */
  place: string;
  message: string;
}

/** Settings or data that the person who runs the assistant has to mend; lists every fault. */
export class SetupError extends Error {
  readonly faults: readonly Fault[];

  constructor(summary: string, faults: readonly Fault[]) {
    super(
      [summary, ...faults.map(({ file, place, message }) => `  ${file}${place ? `:${place}` : ''}  ${message}`)].join(
        '\n',
      ),
    );
    this.name = 'SetupError';
    this.faults = faults;
  }
}
