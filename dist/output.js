export { m as assertWritable, h as printFailure, g as printResult, _ as progressing, y as timingLines, b as writeOutput } from "./report.js";
