export { V as assertDependenciesDiffer, H as dependencySearch } from "./shared.js";
