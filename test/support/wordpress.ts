import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/*
 * A real WordPress with its own MariaDB, from Debian's packages (listed in tools/peers.mjs). The database has no port, only a
 * socket in a private folder; the site listens on loopback. Installing takes some seconds, so a finished site is kept in
 * node_modules/.cache and each start works on a copy of its data.
 */

const pieces = join(import.meta.dirname, 'wordpress')
const packaged = '/usr/share/wordpress'
const cache = join(import.meta.dirname, '../../node_modules/.cache/wordpress')
const login = { user: 'editor-in-chief', password: 'not-the-application-password' }

export interface WordPressPost {
  readonly id: number
  readonly status: string
  readonly title: string
  readonly content: string
  readonly excerpt: string
  readonly slug: string
  readonly featured: number
  readonly categories: readonly string[]
  readonly tags: readonly string[]
  readonly link: string
  readonly dateGmt: string
}

export interface WordPressMedia {
  readonly id: number
  readonly file: string
  readonly type: string
  readonly alt: string
}

export interface WordPressUser {
  readonly user: string
  /** An application password, in groups of four as WordPress shows it. */
  readonly password: string
}

/** Ways a site can be set up, mostly badly. */
export type SiteSwitch = 'no_application_passwords' | 'no_rest' | 'no_authorization' | 'asks_early' | 'keeps_for_review'

export interface WordPress {
  readonly url: string
  readonly admin: WordPressUser
  /** The admin's own password, which the REST API refuses. */
  readonly loginPassword: string
  /** Every post that is not an auto-draft, oldest first, whatever its status. */
  posts(): Promise<WordPressPost[]>
  media(): Promise<WordPressMedia[]>
  addUser(role: 'subscriber' | 'contributor' | 'author' | 'editor'): Promise<WordPressUser>
  /** Takes every application password of a user away. */
  revoke(user: string): Promise<void>
  set(option: string, value: unknown): Promise<void>
  turn(name: SiteSwitch, on: boolean): Promise<void>
  /** Publishes what is scheduled as if its time had come. */
  publishScheduled(): Promise<void>
  /** Runs PHP inside WordPress; its `return` comes back through JSON. */
  php<T>(code: string): Promise<T>
  stop(): Promise<void>
}

/** Whether this machine has the packages, so that a test can say by name why it does not run. */
export function wordpressAvailable(): boolean {
  return [join(packaged, 'wp-load.php'), '/usr/sbin/mariadbd', '/usr/bin/mariadb-install-db', '/usr/bin/php'].every(
    (file) => existsSync(file),
  )
}

/** Starts a fresh site; two or three seconds, the first time on a machine some more. */
export async function startWordPress(): Promise<WordPress> {
  const template = await prepare()
  const dir = await mkdtemp(join(tmpdir(), 'wordpress-'))
  await Promise.all([
    cp(join(template, 'db'), join(dir, 'db'), { recursive: true }),
    cp(join(template, 'content'), join(dir, 'content'), { recursive: true }),
  ])
  const database = await startDatabase(dir)
  const env = siteEnv(template, dir)
  try {
    const web = await startWeb(template, env)
    return site(web, database, dir, env, await readFile(join(template, 'application-password'), 'utf8'))
  } catch (error) {
    await end(database)
    throw error
  }
}

function site(
  web: { process: ChildProcess; port: number },
  database: ChildProcess,
  dir: string,
  env: NodeJS.ProcessEnv,
  password: string,
): WordPress {
  const url = `http://127.0.0.1:${web.port}`
  const php = async <T>(code: string) => {
    const answer = await fetch(`${url}/run-php`, {
      method: 'POST',
      headers: { 'x-site-key': env['SITE_KEY'] ?? '' },
      body: code,
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`PHP failed with ${answer.status}: ${text}`)
    return (JSON.parse(text) as { result: T }).result
  }
  const set = (option: string, value: unknown) =>
    php<void>(
      `update_option(${quote(option)}, json_decode(${quote(JSON.stringify(value))}, true)); flush_rewrite_rules(false);`,
    )
  return {
    url,
    admin: { user: login.user, password },
    loginPassword: login.password,
    php,
    set,
    posts: () => php<WordPressPost[]>(listPosts),
    media: () => php<WordPressMedia[]>(listMedia),
    addUser: (role) => php<WordPressUser>(addUser(role)),
    revoke: (user) =>
      php<void>(
        `WP_Application_Passwords::delete_all_application_passwords(get_user_by('login', ${quote(user)})->ID);`,
      ),
    turn: (name, on) => set(`switch_${name}`, on ? 1 : 0),
    publishScheduled: () => php<void>(publishScheduled),
    async stop() {
      await Promise.all([end(web.process), end(database)])
      await rm(dir, { recursive: true, force: true })
    },
  }
}

const listPosts = `return array_map(fn ($post) => [
  'id' => $post->ID, 'status' => $post->post_status, 'title' => $post->post_title, 'content' => $post->post_content,
  'excerpt' => $post->post_excerpt, 'slug' => $post->post_name, 'featured' => (int) get_post_thumbnail_id($post->ID),
  'categories' => wp_list_pluck(get_the_category($post->ID), 'name'), 'tags' => wp_list_pluck(get_the_tags($post->ID) ?: [], 'name'),
  'link' => get_permalink($post), 'dateGmt' => $post->post_date_gmt,
], get_posts(['post_type' => 'post', 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC',
  'post_status' => ['publish', 'future', 'draft', 'pending', 'private', 'trash']]));`

const listMedia = `return array_map(fn ($item) => [
  'id' => $item->ID, 'file' => basename(get_attached_file($item->ID)), 'type' => $item->post_mime_type,
  'alt' => (string) get_post_meta($item->ID, '_wp_attachment_image_alt', true),
], get_posts(['post_type' => 'attachment', 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC', 'post_status' => 'any']));`

const addUser = (role: string) => `$name = ${quote(role)} . '-' . wp_generate_password(6, false);
$id = wp_insert_user(['user_login' => $name, 'user_pass' => wp_generate_password(), 'user_email' => $name . '@example.test', 'role' => ${quote(role)}]);
[$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'Tests']);
return ['user' => $name, 'password' => WP_Application_Passwords::chunk_password($password)];`

const publishScheduled = `foreach (get_posts(['post_status' => 'future', 'numberposts' => -1]) as $post) { wp_publish_post($post->ID); }`

/** A PHP string literal. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

/** The folder of a finished site, made when it is not there or was made from other packages or pieces. */
async function prepare(): Promise<string> {
  const inputs = ['wp-config.php', 'router.php', 'run.php', 'site-switches.php', 'theme/index.php']
  const hash = createHash('sha256').update(await readFile(join(packaged, 'wp-includes/version.php')))
  for (const piece of inputs) hash.update(await readFile(join(pieces, piece)))
  const finished = join(
    cache,
    hash
      .update(await readFile(import.meta.filename))
      .digest('hex')
      .slice(0, 16),
  )
  if (existsSync(finished)) return finished
  await mkdir(cache, { recursive: true })
  const dir = await mkdtemp(join(cache, 'making-'))
  await install(dir)
  // Another test file may have made it meanwhile; then ours is not needed.
  await rename(dir, finished).catch(() => rm(dir, { recursive: true, force: true }))
  return finished
}

async function install(dir: string): Promise<void> {
  const core = join(dir, 'core')
  const content = join(dir, 'content')
  await cp(packaged, core, {
    recursive: true,
    dereference: true,
    filter: (source) => !/\/wp-content\/.|\.htaccess$/.test(source),
  })
  await cp(join(pieces, 'wp-config.php'), join(core, 'wp-config.php'))
  await mkdir(join(content, 'mu-plugins'), { recursive: true })
  await cp(join(pieces, 'theme'), join(content, 'themes/plain'), { recursive: true })
  await cp(join(pieces, 'site-switches.php'), join(content, 'mu-plugins/site-switches.php'))
  const making = [
    '--no-defaults',
    `--datadir=${join(dir, 'db')}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]
  await run('mariadb-install-db', [...making, ...asUser()], databaseEnv(dir))
  const database = await startDatabase(dir)
  try {
    const client = [
      '--no-defaults',
      `--socket=${socketOf(dir)}`,
      '--user=root',
      '-e',
      'create database wordpress character set utf8mb4',
    ]
    await run('mariadb', client)
    const password = await runPhp<string>(installSite, {
      ...siteEnv(dir, dir),
      SITE_HOST: '127.0.0.1',
      SITE_INSTALLING: '1',
    })
    await writeFile(join(dir, 'application-password'), password)
  } finally {
    await end(database)
  }
}

const installSite = `require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Test site', ${quote(login.user)}, 'admin@example.test', true, '', ${quote(login.password)});
update_option('permalink_structure', '/%year%/%postname%/');
update_option('template', 'plain'); update_option('stylesheet', 'plain');
wp_delete_post(1, true);
$GLOBALS['wp_rewrite']->init(); flush_rewrite_rules(false);
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'Tests']);
return WP_Application_Passwords::chunk_password($password);`

function siteEnv(template: string, dir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    SITE_CORE: join(template, 'core'),
    SITE_CONTENT: join(dir, 'content'),
    SITE_DB_SOCKET: socketOf(dir),
    SITE_DB_USER: 'root',
    SITE_KEY: randomUUID(),
    PHP_CLI_SERVER_WORKERS: '4',
  }
}

/** Two servers that share a folder for temporary tables take them from each other. */
const databaseEnv = (dir: string) => ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin', TMPDIR: dir })

const socketOf = (dir: string) => join(dir, 'db.sock')

/** MariaDB refuses to run as root unless told so by name. */
const asUser = () => [`--user=${userInfo().username}`]

async function startDatabase(dir: string): Promise<ChildProcess> {
  const options = [
    '--no-defaults',
    `--datadir=${join(dir, 'db')}`,
    `--socket=${socketOf(dir)}`,
    `--pid-file=${join(dir, 'db.pid')}`,
    '--skip-networking',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=off',
    '--innodb-log-file-size=8M',
    '--innodb-buffer-pool-size=32M',
    '--innodb-flush-log-at-trx-commit=0',
    ...asUser(),
  ]
  const child = start('/usr/sbin/mariadbd', options, databaseEnv(dir))
  await until(child, () => connects(socketOf(dir)))
  return child.process
}

async function startWeb(template: string, env: NodeJS.ProcessEnv): Promise<{ process: ChildProcess; port: number }> {
  const options = [
    '-d',
    'upload_max_filesize=32M',
    '-d',
    'post_max_size=33M',
    '-d',
    'memory_limit=256M',
    '-d',
    'display_errors=0',
  ]
  const child = start(
    'php',
    [...options, '-S', '127.0.0.1:0', '-t', join(template, 'core'), join(pieces, 'router.php')],
    env,
  )
  let port = 0
  await until(child, () => {
    port = Number(/http:\/\/127\.0\.0\.1:(\d+)\) started/.exec(child.output())?.[1] ?? 0)
    return Promise.resolve(port !== 0)
  })
  return { process: child.process, port }
}

/** Started in its own process group: `php -S` does not end its workers by itself. */
function start(command: string, options: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, options, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-8_000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const kill = () => signal(child, 'SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  child.on('error', (error) => keep(Buffer.from(error.message)))
  return { process: child, output: () => output }
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, name)
  } catch (error) {
    // Gone already: that is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return signal(child, 'SIGKILL')
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  signal(child, 'SIGTERM')
  await gone
  signal(child, 'SIGKILL')
}

async function until(child: ReturnType<typeof start>, ready: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (await ready()) return
    if (child.process.exitCode !== null) break
    await sleep(50)
  }
  await end(child.process)
  throw new Error(`${child.process.spawnfile} did not start:\n${child.output()}`)
}

function connects(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket)
    connection.once('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}

async function runPhp<T>(code: string, env: NodeJS.ProcessEnv): Promise<T> {
  const out = await run(
    'php',
    ['-d', 'display_errors=stderr', '-d', 'memory_limit=256M', join(pieces, 'run.php')],
    env,
    code,
  )
  return (JSON.parse(out) as { result: T }).result
}

function run(
  command: string,
  options: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, options, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} failed: ${stderr || stdout || error.message}`))
      else resolve(stdout)
    })
    child.stdin?.end(input)
  })
}
