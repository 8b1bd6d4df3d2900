/** A sentence in both languages, so that the code that reports an error need not know who will read it. */

/** Languages of the command line and of errors. */
export type Language = 'zh' | 'en';

export type Text = Readonly<Record<Language, string>>;

/** What fills a `{slot}`; a text is filled in the language of the sentence. */
export type Slots = Readonly<Record<string, string | number | Text>>;

const fill = (template: string, slots: Slots, language: Language): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = slots[name];
    if (value === undefined) return whole;
    return typeof value === 'object' ? value[language] : String(value);
  });

/** The sentences of one room, by key. A key that a language lacks does not compile. */
export function texts<K extends string>(
  zh: Readonly<Record<K, string>>,
  en: Readonly<Record<K, string>>,
): (key: K, slots?: Slots) => Text {
  return (key, slots = {}) => ({ zh: fill(zh[key], slots, 'zh'), en: fill(en[key], slots, 'en') });
}
