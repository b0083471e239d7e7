import { z } from "zod";

export const UserId = z.uuid("not the id of a user");
