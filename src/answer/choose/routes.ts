/** The kinds of answer that there are. */
export type Route = 'set' | 'rows' | 'record' | 'need' | 'document' | 'duties' | 'outside' | 'social' | 'unclear';
