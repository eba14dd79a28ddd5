export { W as assertDependenciesDiffer, G as dependencySearch } from "./shared.js";
