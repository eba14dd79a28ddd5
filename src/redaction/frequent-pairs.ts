/**
 * The 150 most frequent pairs of neighbouring letters in words of European languages: 78 of 100 pairs in words are
 * among them, and 22 of 100 in letters drawn at random.
 */
export const frequentPairs: ReadonlySet<string> = new Set(
  (
    'ab ac ad ag ai al am an ap ar as at au ba be bl bo br ca ce ch ci ck cl co cr ct da de di do ea ec ed ' +
    'ee ef el em en ep er es et ev ex fe fi fo ge gi gr ha he hi ho ia ib ic id ie ig il im in io ir is it ' +
    'iv ke ki la le li ll lo lu ly ma me mi mo mp na nc nd ne ng ni no ns nt oc od ol om on oo op or os ot ' +
    'ou ov ow pa pe pi pl po pr ra rc re ri rm ro rr rs rt ru sa sc se sh si so sp ss st su ta te th ti to ' +
    'tr ts tt tu ty ue ul un ur us ut va ve vi'
  ).split(' '),
);
