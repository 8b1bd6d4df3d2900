/** Titles by which a plan's section of requirements or of goals is known: 总体要求, 主要目标, 工作目标. */
export const isSectionOf = { aim: /要求|思想|思路|定位/, goal: /目标/ } as const;
