/** Finds the words that have a fixed meaning: the longest first, from left to right; a longer one that begins inside goes first. */

export interface Token {
  /** The meaning's name, such as `role.responsible`, `unit`, `term`. */
  tag: string;
  /** What it stands for where the tag alone does not say: a unit's name, a channel's id. */
  value: string;
  text: string;
  start: number;
  end: number;
}

interface Entry {
  text: string;
  meanings: { tag: string; value: string }[];
}

const latinLetter = /[a-z]/;

export class Lexer {
  private readonly byHead = new Map<string, Entry[]>();
  private sorted = true;
  private readonly known = new Map<string, Entry>();

  /** Text must be clean. Of two meanings of the same word the one added first is preferred. */
  add(text: string, tag: string, value = ''): void {
    const before = this.known.get(text);
    if (before) {
      before.meanings.push({ tag, value });
      return;
    }
    if (!text) return;
    const entry = { text, meanings: [{ tag, value }] };
    this.known.set(text, entry);
    const head = text[0]!;
    const list = this.byHead.get(head);
    if (list) list.push(entry);
    else this.byHead.set(head, [entry]);
    this.sorted = false;
  }

  read(cleaned: string): Token[] {
    if (!this.sorted) {
      for (const list of this.byHead.values()) list.sort((x, y) => y.text.length - x.text.length);
      this.sorted = true;
    }
    const tokens: Token[] = [];
    for (let at = 0; at < cleaned.length; ) {
      const entry = this.longestAt(cleaned, at);
      if (!entry || this.longerWithin(cleaned, at, entry.text.length)) {
        at++;
        continue;
      }
      const end = at + entry.text.length;
      for (const { tag, value } of entry.meanings) tokens.push({ tag, value, text: entry.text, start: at, end });
      at = end;
    }
    return tokens;
  }

  private longestAt(cleaned: string, at: number): Entry | undefined {
    return this.byHead.get(cleaned[at] ?? '')?.find(({ text }) => this.standsAt(cleaned, text, at));
  }

  /** Does a longer word begin inside and reach further? 是哪天印发 is 哪天印发, not 是哪天. */
  private longerWithin(cleaned: string, at: number, length: number): boolean {
    for (let inner = at + 1; inner < at + length; inner++) {
      const other = this.longestAt(cleaned, inner);
      if (other && other.text.length > length) return true;
    }
    return false;
  }

  /** Latin words match as whole words only, Chinese ones anywhere. */
  private standsAt(cleaned: string, text: string, at: number): boolean {
    if (!cleaned.startsWith(text, at)) return false;
    const before = cleaned[at - 1] ?? '';
    const after = cleaned[at + text.length] ?? '';
    return !(
      (latinLetter.test(text[0]!) && latinLetter.test(before)) ||
      (latinLetter.test(text.at(-1)!) && latinLetter.test(after))
    );
  }
}
