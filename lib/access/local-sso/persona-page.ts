import { escapeHtml, pageHtml } from "./page-html";
import { personas } from "./personas";

/** Where one click chooses who to be. */
export function personaPage(uid: string): string {
  const buttons = personas.map(
    ({ id, name, role, does }) => `<button name="persona" value="${id}">
<strong>${escapeHtml(name)}</strong><span class="role">${id === role ? role : `${id} · ${role}`}</span><span class="does">${escapeHtml(does)}</span>
</button>`,
  );
  return pageHtml(
    "Local sign-in",
    `<h1>Who are you today?</h1>
<p>The local sign-in of this machine, for trying Muster out. Choose a person; there is no password.</p>
<form method="post" action="/interaction/${escapeHtml(uid)}">${buttons.join("\n")}</form>`,
  );
}

/** Asks once more before the local session ends; `form` is the provider's own, with its proof against forgery. */
export function signOutPage(form: string): string {
  return pageHtml(
    "Sign out",
    `<h1>Sign out</h1><p>You are signed out of Muster. End the local sign-in too?</p>${form}
<button form="op.logoutForm" name="logout" value="yes"><strong>Sign out here too</strong></button>
<button form="op.logoutForm"><span>Stay signed in here</span></button>`,
  );
}

export function errorPage(title: string, detail: string, publicUrl: string): string {
  return pageHtml(
    title,
    `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p><p><a href="${escapeHtml(publicUrl)}/login">Back to Muster</a></p>`,
  );
}
