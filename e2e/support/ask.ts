export type Answer = { status: number; headers: Headers; text: string };
export type Question = { method?: string; headers?: Record<string, string>; body?: string | FormData };

/** Asks without a browser and follows nothing. Of a stream of events only the beginning is read. */
export async function ask(url: string, { method = "GET", headers = {}, body }: Question = {}): Promise<Answer> {
  const ending = new AbortController();
  const response = await fetch(url, { method, headers, body, redirect: "manual", signal: ending.signal });
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const first = await response.body?.getReader().read();
  ending.abort();
  return { status: response.status, headers: response.headers, text: new TextDecoder().decode(first?.value) };
}

/**
 * Asks for a page as a browser's router does with `rsc`: Next sends it once to the same path with a mark in the query, so that
 * no cache confuses the two.
 */
export async function askPage(url: string, headers: Record<string, string>): Promise<Answer> {
  const answer = await ask(url, { headers });
  const location = new URL(answer.headers.get("location") ?? "", url);
  const isMark = "rsc" in headers && answer.status === 307 && location.pathname === new URL(url).pathname;
  return isMark && location.searchParams.has("_rsc") ? ask(location.href, { headers }) : answer;
}

/** Sends a server action its arguments as a page of Muster's would. */
export function askAction(
  webUrl: string,
  action: { id: string; path: string },
  question: { args: unknown[]; cookie?: string; origin?: string },
): Promise<Answer> {
  const { args, cookie, origin = webUrl } = question;
  const headers = { "next-action": action.id, "content-type": "text/plain;charset=UTF-8", origin };
  return ask(`${webUrl}${action.path}`, {
    method: "POST",
    headers: { ...headers, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(args),
  });
}

/** The same as a form without scripts does: the action's id is the name of a field. */
export function askActionByForm(
  webUrl: string,
  action: { id: string; path: string },
  question: { cookie?: string; origin: string },
): Promise<Answer> {
  const body = new FormData();
  body.set(`$ACTION_ID_${action.id}`, "");
  const headers = { origin: question.origin, ...(question.cookie ? { cookie: question.cookie } : {}) };
  return ask(`${webUrl}${action.path}`, { method: "POST", headers, body });
}
