/**
 * Lint rules of this project that oxlint does not have, in the plugin shape it shares with ESLint.
 * Each has a deliberately violating fixture in test/rules/fixtures.
 */

const hasLetter = (/** @type {string} */ text) => /\p{L}/u.test(text)

/** Attributes whose text a person sees or hears. */
const spokenAttributes = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
])

/**
 * The text a JSX expression shows by itself, or null: a string, a template, or either side of a condition.
 * @returns {string | null}
 */
function literalText(/** @type {any} */ node) {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : null
    case 'TemplateLiteral':
      return node.quasis.map((/** @type {any} */ quasi) => quasi.value.cooked).join('')
    case 'ConditionalExpression':
      return [literalText(node.consequent), literalText(node.alternate)].filter(Boolean).join(' ') || null
    case 'LogicalExpression':
      return literalText(node.right)
    default:
      return null
  }
}

const noUntranslatedText = {
  meta: { type: 'problem', messages: { text: 'Untranslated text "{{text}}": put it in i18n and use t().' } },
  create(/** @type {any} */ context) {
    const report = (/** @type {any} */ node, /** @type {string | null} */ text) => {
      if (text && hasLetter(text)) context.report({ node, messageId: 'text', data: { text: text.trim() } })
    }
    return {
      JSXText: (/** @type {any} */ node) => report(node, node.value),
      JSXExpressionContainer(/** @type {any} */ node) {
        if (node.parent.type !== 'JSXAttribute') report(node, literalText(node.expression))
      },
      JSXAttribute(/** @type {any} */ node) {
        if (!spokenAttributes.has(node.name.name)) return
        const value = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value
        report(node, literalText(value))
      },
    }
  },
}

/** The one file that may hold `ipcMain`, so that every sender is checked in one place. */
const ipcDoor = /(^|\/)src\/main\/ipc\.ts$/

const oneIpcDoor = {
  meta: {
    type: 'problem',
    messages: {
      elsewhere: 'ipcMain belongs to src/main/ipc.ts alone: every message from a page passes one checked door.',
      second: 'There is one ipcMain.handle in the project. Add a route to the contract instead.',
    },
  },
  create(/** @type {any} */ context) {
    const isDoor = ipcDoor.test(context.filename.replaceAll('\\', '/'))
    let handles = 0
    return {
      MemberExpression(/** @type {any} */ node) {
        if (node.object.type !== 'Identifier' || node.object.name !== 'ipcMain') return
        if (!isDoor) return context.report({ node, messageId: 'elsewhere' })
        if (node.property.name === 'handle' && ++handles > 1) context.report({ node, messageId: 'second' })
      },
    }
  },
}

export default {
  meta: { name: 'broadside' },
  rules: { 'no-untranslated-text': noUntranslatedText, 'one-ipc-door': oneIpcDoor },
}
