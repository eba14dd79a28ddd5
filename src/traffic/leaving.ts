/**
 * When a client goes away: before all of its request is written, or once the head of the answer is there. By then the app
 * has executed the request, so it counts as answered; one that was cut short may have been executed or not.
 */
export const leavings = ['in request', 'in answer'] as const;
export type Leaving = (typeof leavings)[number];
