export { Z as assertCommitsBetween, Q as commitSearch } from "./shared.js";
