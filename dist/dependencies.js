export { h as assertGemsDiffer, g as dependencySearch } from "./shared.js";
