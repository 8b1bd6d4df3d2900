/** Loaded before a replica: its clock differs from the machine's by the milliseconds in the file that CHAOS_CLOCK names; timers go on. */
import { readFileSync } from 'node:fs';

const file = process.env.CHAOS_CLOCK ?? '';
const readEveryMs = 50;
const Machine = Date;
let offsetMs = 0;

function read() {
  try {
    offsetMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    offsetMs = 0;
  }
}

class SteppedDate extends Machine {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(Machine.now() + offsetMs);
  }

  static now() {
    return Machine.now() + offsetMs;
  }
}

read();
setInterval(read, readEveryMs).unref();
globalThis.Date = SteppedDate;
