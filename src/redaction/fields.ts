/** Answers what a value becomes; as long as it was. `name` is the name of the field that it stands in. */
export type RedactValue = (said: string, name?: string) => string;
