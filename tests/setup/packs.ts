/** Compiles the packs of the tests before any of them starts; they are read from `packCache` then. */
import { loadLanqiao, loadXian, openAssistant } from '../answer/ask.ts';

export default function compilePacks(): void {
  openAssistant([loadXian(), loadLanqiao()]);
}
