/** What the reader of the dump answers; it is asked rarely, for answers are kept here for some time. */

/** The place of an address, see `AddressPages`. */
export declare function placeOf(address: f64): i32;

/** The number of the text that is spelled from one address of memory to another. */
export declare function textNumber(start: u32, end: u32): i32;

/** The number of an allocation site. */
export declare function siteNumber(file: i32, line: f64): i32;

/** The sort of node that rows with these words are, as `nodeSort` makes it, or -1 for rows that are left to the reader. */
export declare function sortOf(type: i32, classPlace: i32, imemoType: i32, struct: i32): i32;

/** Keeps a size that does not fit into a word of the nodes. */
export declare function keepLargeSize(word: u32, bytes: f64): void;
