import { z } from "zod";
import { publicEndpoints } from "@/db/schema/endpoints";
import { EndpointHost, EndpointPath } from "./endpoint-address";
import {
  type Authentication,
  authentications,
  type DataClass,
  dataClasses,
  type Exposure,
  exposures,
  type Method,
  methods,
  type Risk,
  risks,
} from "./endpoint-choices";
import { riskOf } from "./endpoint-risk";

export type EndpointSource = "typed" | "import" | "muster";

export type Endpoint = {
  id: string;
  host: string;
  method: Method;
  path: string;
  summary: string;
  owner: string;
  exposure: Exposure;
  authentication: Authentication;
  dataClass: DataClass;
  risk: Risk;
  /** Why a person set another risk than the criteria give. */
  riskReason: string | null;
  isDeprecated: boolean;
  source: EndpointSource;
  document: string | null;
  lastReviewedAt: Date | null;
  revision: number;
  createdAt: Date;
  removedAt: Date | null;
};

export const endpointColumns = {
  id: publicEndpoints.id,
  host: publicEndpoints.host,
  method: publicEndpoints.method,
  path: publicEndpoints.path,
  summary: publicEndpoints.summary,
  owner: publicEndpoints.owner,
  exposure: publicEndpoints.exposure,
  authentication: publicEndpoints.authentication,
  dataClass: publicEndpoints.dataClass,
  risk: publicEndpoints.risk,
  riskReason: publicEndpoints.riskReason,
  isDeprecated: publicEndpoints.isDeprecated,
  source: publicEndpoints.source,
  document: publicEndpoints.document,
  lastReviewedAt: publicEndpoints.lastReviewedAt,
  revision: publicEndpoints.revision,
  createdAt: publicEndpoints.createdAt,
  removedAt: publicEndpoints.removedAt,
};

type Row = { [Key in keyof typeof endpointColumns]: unknown };

/** The columns of choices are text; only values of endpoint-choices.ts are ever written to them. */
export const asEndpoint = (row: Row): Endpoint => row as Endpoint;

/** What a person may say of an endpoint. Without a risk of their own it is the one that the criteria give. */
export const EndpointFields = z
  .object({
    host: EndpointHost,
    method: z.enum(methods),
    path: EndpointPath,
    summary: z.string().trim().max(200, "at most 200 characters").default(""),
    owner: z.string().trim().min(1, "name who answers for it").max(120, "at most 120 characters"),
    exposure: z.enum(exposures),
    authentication: z.enum(authentications),
    dataClass: z.enum(dataClasses),
    /** null: by the criteria. */
    risk: z.enum(risks).nullish(),
    riskReason: z.string().trim().max(500, "at most 500 characters").nullish(),
  })
  .superRefine((fields, context) => {
    if (fields.risk && fields.risk !== riskOf(fields) && !fields.riskReason) {
      const message = `say why it is not ${riskOf(fields)}, as the criteria give`;
      context.addIssue({ code: "custom", path: ["riskReason"], message });
    }
  })
  .transform(({ risk, riskReason, ...fields }) => {
    const byCriteria = riskOf(fields);
    const isOwn = risk && risk !== byCriteria;
    return { ...fields, risk: isOwn ? risk : byCriteria, riskReason: isOwn ? (riskReason ?? null) : null };
  });
export type EndpointFields = z.input<typeof EndpointFields>;

/** GET api.example.com/devices/{id} */
export const endpointName = ({ method, host, path }: Pick<Endpoint, "method" | "host" | "path">): string =>
  `${method} ${host}${path}`;
