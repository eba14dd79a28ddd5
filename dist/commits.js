export { J as assertCommitsBetween, Y as commitSearch } from "./shared.js";
