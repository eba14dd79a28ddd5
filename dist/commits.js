export { Y as assertCommitsBetween, X as commitSearch } from "./shared.js";
