declare module 'glossary-terms' {
  /** Words that pages explain, and what the glossary says of them. */
  export const terms: Readonly<Record<string, string>>;
}
