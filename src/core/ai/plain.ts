/*
 * What a model sends is text for a post and nothing else. Marks of markdown and HTML would stand in the post as they are, and what cannot be seen
 * has no business there.
 */

// What steers terminals or the direction of writing, and what has no width. Joiners within emoji and scripts stay.
// eslint-disable-next-line no-control-regex
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g

/** A model's answer as the plain text of a post. */
export function toPlain(answer: string): string {
  return unquote(unfence(answer.replaceAll('\r\n', '\n').replaceAll(unseen, '').trim()))
    .replaceAll(/<(script|style|iframe)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>/gi, '')
    .replaceAll(/!?\[([^\]\n]{1,300})\]\((https?:\/\/[^\s)]+)\)/g, (_all, label: string, url: string) =>
      label === url ? url : `${label} ${url}`,
    )
    .replaceAll(/^#{1,6}[ \t]+(?=\S)/gm, '')
    .replaceAll(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replaceAll(/(?<![\w*])\*(?=[^\s*])([^\n*]*[^\s*])\*(?![\w*])/g, '$1')
    .replaceAll(/`([^`\n]+)`/g, '$1')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** The inside of an answer that is fenced as a whole. */
export function unfence(text: string): string {
  return /^```[\w-]*\n([\s\S]*?)\n?```$/.exec(text)?.[1]?.trim() ?? text
}

function unquote(text: string): string {
  const [, ...inner] = /^(?:"([^"]+)"|“([^“”]+)”|„([^„“”]+)[“”])$/.exec(text) ?? []
  return inner.find((one) => one !== undefined) ?? text
}

/** Links in a text, without what ends a sentence after them. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/gi)].map(([link]) => link.replace(/[.,;:!?]+$/, '').toLowerCase())
}
