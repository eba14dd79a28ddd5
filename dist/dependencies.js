export { H as assertDependenciesDiffer, U as dependencySearch } from "./shared.js";
