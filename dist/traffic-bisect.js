export { k as renderTrafficBisect, A as trafficBisectJson } from "./report.js";
