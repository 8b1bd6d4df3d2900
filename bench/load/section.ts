/** The section of RESULTS.md that the load program writes, and that the other figures leave as it is. */

const heading = '## Load over HTTP';

/** The section with its heading; empty where there is none. */
export function sectionIn(results: string): string {
  const from = results.indexOf(`${heading}\n`);
  if (from < 0) return '';
  const next = results.indexOf('\n## ', from + heading.length);
  return next < 0 ? results.slice(from) : results.slice(from, next);
}

/** @param text what stands below the heading */
export function withSection(results: string, text: string): string {
  const section = `${heading}\n\n${text}\n`;
  const old = sectionIn(results);
  return old ? results.replace(old, () => section) : `${results.trimEnd()}\n\n${section}`;
}
