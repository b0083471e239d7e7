import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { musterDocument } from "../muster-document";

type Operation = {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  requestBody?: { content: Record<string, { schema: object }> };
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
let isAdded = false;

/** Not when it is loaded: tests set the environment, which the document reads, before they ask. */
function addedDocument() {
  const document = musterDocument();
  if (!isAdded) ajv.addSchema({ ...document, $id: "muster" });
  isAdded = true;
  return document;
}

const operationOf = (method: string, path: string): Operation => {
  const operation = addedDocument().paths[path.replaceAll(/\[(\w+)\]/g, "{$1}")]?.[method.toLowerCase()];
  if (!operation) throw new Error(`the document does not have ${method} ${path}`);
  // As openApiDocument makes it.
  return operation as Operation;
};

/** What the document finds wrong with an answer: an unknown status or type, a field too many, too few, or of another kind. */
export function judgeAnswer(
  method: string,
  path: string,
  answer: { status: number; type: string | null; body: unknown },
): string[] {
  const response = operationOf(method, path).responses[answer.status];
  if (!response) return [`status ${answer.status} is not in the document: ${JSON.stringify(answer.body)}`];
  if (!response.content) return answer.type === null ? [] : ["a body that the document does not have"];
  const content = response.content[answer.type?.split(";", 1)[0] ?? ""];
  if (!content) return [`type ${answer.type} is not in the document`];
  return judge(content.schema, answer.body);
}

/** What the document finds wrong with a body that is to be sent. */
export function judgeBody(method: string, path: string, type: string, body: unknown): string[] {
  const content = operationOf(method, path).requestBody?.content[type];
  return content ? judge(content.schema, body) : [`type ${type} is not in the document`];
}

function judge(schema: object, value: unknown): string[] {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"muster#/'));
  const validate = ajv.compile(absolute);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
