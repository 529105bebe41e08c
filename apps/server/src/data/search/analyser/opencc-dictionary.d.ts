declare module 'opencc-js/dict/TSCharacters' {
  /** Pairs of a traditional character and its simplified forms, the commonest first: `traditional simplified …|…`. */
  const pairs: string;
  export default pairs;
}
