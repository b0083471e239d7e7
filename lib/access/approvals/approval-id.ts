import { z } from "zod";

export const ApprovalId = z.uuid("not the id of an approval");
