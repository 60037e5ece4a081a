type WordKey<Code extends string> = Code extends `${infer Area}${'.' | ':'}${infer Name}` ? `${Area}_${Name}` : Code

/** A code of the contract (`posts.schedule`, `posts:read`) as texts are kept under it: in a text's key `.` and `:` mean something else. */
export function wordKey<Code extends string>(code: Code): WordKey<Code> {
  return code.replace(/[.:]/, '_') as WordKey<Code>
}
