export { M as renderTrafficBisect, N as trafficBisectJson } from "./report.js";
