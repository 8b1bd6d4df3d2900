/** What people call a column of the plan's own: its heading, the heading without what surrounds its noun, and everyday words for the same. */

const known = /责任|牵头|配合|主责|承办|协办|负责|落实|参与|完成|办结|要求|计划|具体/;

/** A heading without its unit in brackets, its own unit's name (市审批局内牵头科室 → 牵头科室) and its tail (经费安排 → 经费). */
function shorter(heading: string): string[] {
  const bare = heading.replace(/[(（][^()（）]*[)）]/g, '').trim();
  const tailless = bare.replace(/(?:情况|安排|要求|说明|内容|名称)$/, '');
  const inside = /(?:局|委|办|厅|中心|单位|部门)内(?:部)?(.{2,})$/.exec(bare)?.[1];
  // 督导单位 holds who 督导, 启动时间 when it 启动; 责任单位 and 完成时限 are the words of known roles.
  const verb = /^(.{2,4}?)(?:单位|部门|处室|科室|时间|时限|日期|节点)$/.exec(bare)?.[1];
  const own = verb && !known.test(verb) ? [verb] : [];
  return [bare, tailless, ...(inside ? [inside] : []), ...own].filter((word) => word.length > 1);
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
