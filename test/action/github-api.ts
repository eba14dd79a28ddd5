import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Record<string, Schema>;
  readonly allOf?: Schema[];
  readonly anyOf?: Schema[];
  readonly oneOf?: Schema[];
}

interface Content {
  readonly $ref?: string;
  readonly content?: { 'application/json'?: { schema: Schema } };
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: Parameter[];
  readonly requestBody?: Content;
  readonly responses: Record<string, Content>;
}

interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly 'x-webhooks': Record<string, { post: { requestBody: Content } }>;
  readonly components: { readonly examples: Record<string, { readonly value: unknown }> };
}

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: unknown;
}

/** GitHub's published OpenAPI description: what it says of a request, an answer or an event's payload. */
export class GitHubApi {
  readonly #description: Description;
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  /** Paths and queries hold text only: `100` is a number there. */
  readonly #ajvOfText = new Ajv({ strict: false, coerceTypes: true });

  constructor() {
    const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
    this.#description = JSON.parse(readFileSync(file, 'utf8'));
    formats.default(this.#ajv);
    this.#ajv.addFormat('int64', true);
    this.#ajvOfText.addFormat('int64', true);
    this.#ajv.addSchema({ components: this.#description.components }, 'github');
  }

  /** What is wrong with a request; empty when GitHub would take it. */
  faultsOfRequest(request: ApiRequest): string[] {
    const found = this.#operation(request);
    if (!found) return [`${request.method} ${request.path} is no operation of GitHub's`];
    const { operation, pathValues } = found;
    const parameters = (operation.parameters ?? []).map((parameter) => this.#resolve(parameter));
    const unknown = Object.keys(request.query).filter(
      (name) => !parameters.some((parameter) => parameter.in === 'query' && parameter.name === name),
    );
    const values: Record<Parameter['in'], Record<string, string>> = {
      path: pathValues,
      query: request.query,
      header: {},
    };
    return [
      ...unknown.map((name) => `unknown query parameter ${name}`),
      ...parameters.flatMap((parameter) => {
        const value: string | undefined = values[parameter.in][parameter.name];
        if (value === undefined) return parameter.required ? [`${parameter.name} is missing`] : [];
        return this.#faults(parameter.schema, value, parameter.name, this.#ajvOfText);
      }),
      ...this.#faultsOfContent(operation.requestBody, request.body, 'request'),
    ];
  }

  /** What is wrong with an answer. Any operation may end in a 5xx, which the description does not list. */
  faultsOfAnswer(request: ApiRequest, status: number, body: unknown): string[] {
    const response = this.#operation(request)?.operation.responses[status];
    if (!response) return status >= 500 ? [] : [`${request.method} ${request.path} never answers ${status}`];
    return this.#faultsOfContent(response, body, `answer ${status}`);
  }

  /** What a payload, which may leave out what heapgate does not read, has that GitHub's has not. */
  faultsOfPayload(webhook: string, payload: unknown): string[] {
    const schema =
      this.#description['x-webhooks'][webhook]?.post.requestBody.content?.['application/json']?.schema;
    return schema ? this.#faultsOfPart(schema, payload, webhook) : [`${webhook} is no webhook of GitHub's`];
  }

  /** An example that GitHub gives in its description. */
  example(name: string): unknown {
    return this.#description.components.examples[name]?.value;
  }

  #operation({ method, path }: ApiRequest) {
    for (const [template, operations] of Object.entries(this.#description.paths)) {
      const operation = operations[method.toLowerCase()];
      const pattern = template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
      const match = operation && new RegExp(`^${pattern}$`).exec(path);
      if (match) return { operation, pathValues: match.groups ?? {} };
    }
    return undefined;
  }

  #faultsOfContent(reference: Content | undefined, body: unknown, what: string): string[] {
    const schema = reference && this.#resolve(reference).content?.['application/json']?.schema;
    return schema ? this.#faults(schema, body, what) : [];
  }

  #faultsOfPart(reference: Schema, value: unknown, what: string): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.#faults(reference, value, what);
    return Object.entries(value).flatMap(([key, part]) => {
      const schema = this.#property(reference, key);
      return schema ? this.#faultsOfPart(schema, part, `${what}.${key}`) : [`${what}.${key} is unknown`];
    });
  }

  #property(reference: Schema, key: string): Schema | undefined {
    const schema = this.#resolve(reference);
    const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    return schema.properties?.[key] ?? parts.map((part) => this.#property(part, key)).find(Boolean);
  }

  #faults(schema: Schema, value: unknown, what: string, ajv = this.#ajv): string[] {
    const standalone = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/'),
    );
    return ajv.validate(standalone, value) ? [] : [ajv.errorsText(ajv.errors, { dataVar: what })];
  }

  #resolve<T extends { readonly $ref?: string }>(value: T): T {
    if (value.$ref === undefined) return value;
    const keys = value.$ref.slice('#/'.length).split('/');
    const target = keys.reduce<unknown>(
      (node, key) => (node as Record<string, unknown>)[key],
      this.#description,
    );
    return this.#resolve(target as T);
  }
}
