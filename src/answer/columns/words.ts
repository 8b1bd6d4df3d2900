/** What people call a column of the plan's own: its heading, the heading without what surrounds its noun, and everyday words for the same. */

/** A heading without its unit in brackets, its own unit's name (市审批局内牵头科室 → 牵头科室) and its tail (经费安排 → 经费). */
function shorter(heading: string): string[] {
  const bare = heading.replace(/[(（][^()（）]*[)）]/g, '').trim();
  const tailless = bare.replace(/(?:情况|安排|要求|说明|内容|名称)$/, '');
  const inside = /(?:局|委|办|厅|中心|单位|部门)内(?:部)?(.{2,})$/.exec(bare)?.[1];
  return [bare, tailless, ...(inside ? [inside] : [])].filter((word) => word.length > 1);
}

/**
 * @param heading as the table prints it
 * @param alike words of each list mean the same column
 */
export function columnWords(heading: string, alike: readonly (readonly string[])[]): string[] {
  const own = shorter(heading);
  const shared = alike.filter((words) => words.some((word) => own.some((one) => one.includes(word))));
  return [...new Set([...own, ...shared.flat()])];
}
