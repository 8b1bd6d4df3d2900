/** Text with one width and simplified characters, letter for letter, so that a place found in it cuts the printed text. */

const widths = new Map([
  ['。', '。'],
  ['○', '〇'],
  ['Ｏ', '〇'],
  ['／', '/'],
  ['﹒', '.'],
  ['〈', '《'],
  ['〔', '〔'],
  ['［', '['],
  ['］', ']'],
  ['\u00a0', ' '],
  ['\u3000', ' '],
  ['\ufeff', ' '],
]);

/** Traditional and simplified forms of the characters that headings, units and deadlines are recognised by. */
const traditional =
  '牽牵務务內内單单頭头責责時时導导領领負负辦办廳厅會会縣县區区關关門门財财總总劃划計计議议見见實实個个項项標标準准級级協协參参與与編编號号節节點点進进' +
  '開开為为業业條条萬万億亿產产從从達达監监據据體体種种舉举規规範范續续壓压組组織织績绩專专員员團团間间屬属鄉乡鎮镇黨党國国啟启後后終终長长態态動动階阶' +
  '圖图類类審审讀读題题稱称發发佈布應应對对報报執执檢检測测無无屆届結结構构處处應应辦办館馆電电網网醫医學学場场農农衛卫環环劃划籌筹聯联繫系繼继歷历' +
  '擔担強强優优創创設设報报評评價价決决註注東东廣广側侧將将義义問问數数價价廳厅廠厂師师聯联辦办勞劳動动訊讯衞卫證证據据產产識识權权護护請请' +
  '當当屬属從从個个們们來来這这還还過过運运遠远邊边選选遞递鄰邻錄录鑑鉴鐵铁閉闭聞闻隊队險险隨随難难雲云靈灵響响頁页順顺須须預预頒颁願愿顯显風风飛飞養养' +
  '餘余驗验體体鬥斗鹽盐麗丽齊齐齡龄歸归揮挥擴扩擬拟撥拨損损損损搶抢擇择攜携敵敌敘叙斷断晝昼暫暂曆历書书術术極极樓楼樣样檔档櫃柜歡欢殘残殺杀氣气沒没滿满漢汉' +
  '濟济滅灭溫温湧涌減减測测準准溝沟燈灯營营獎奖獨独獲获現现瑣琐畫画異异疊叠療疗發发盤盘監监礎础確确碼码禮礼離离種种積积窮穷競竞筆笔築筑簡简簽签籤签糧粮純纯紙纸' +
  '級级統统經经維维綱纲綜综線线編编緩缓縮缩總总績绩織织繁繁罰罚羅罗職职聽听臨临艦舰蘇苏藝艺號号補补裝装製制複复覽览觀观訂订討讨訓训記记設设許许訴诉診诊試试詳详認认' +
  '語语誤误說说課课調调談谈論论諮咨諾诺謀谋講讲謝谢譯译變变讓让貧贫貨货販贩購购貫贯費费貿贸資资賓宾賞赏質质贈赠輕轻輛辆輪轮輸输轉转農农週周連连適适遷迁邏逻' +
  '醒醒釋释鋪铺鋼钢錢钱鍵键鏈链閣阁陽阳陸陆隱隐雙双雜杂離离電电項项頻频額额願愿類类顧顾飯饭飲饮館馆駐驻騰腾驅驱驛驿';

const simplified = new Map<string, string>();
for (let at = 0; at + 1 < traditional.length; at += 2) simplified.set(traditional[at]!, traditional[at + 1]!);

const changed = new Map<string, string>([...simplified, ...widths]);
for (let code = 0xff01; code <= 0xff5e; code++) {
  const char = String.fromCharCode(code);
  if (!changed.has(char)) changed.set(char, String.fromCharCode(code - 0xfee0));
}
const anyChanged = new RegExp(`[${[...changed.keys()].join('')}]`, 'g');

/** Half-width forms of full-width ASCII, simplified characters for traditional ones; the length never changes. */
export function plain(text: string): string {
  return text.replace(anyChanged, (char) => changed.get(char)!);
}
