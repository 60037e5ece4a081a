<?php
// One copy of WordPress serves many test sites: everything that differs comes from the environment of the process.
define('DB_NAME', 'wordpress');
define('DB_USER', getenv('SITE_DB_USER'));
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('SITE_DB_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

// The site is known under the address it was asked by, so that it can stand behind a proxy.
$site = 'http://' . ($_SERVER['HTTP_HOST'] ?? getenv('SITE_HOST'));
define('WP_HOME', $site);
define('WP_SITEURL', $site);
define('WP_CONTENT_DIR', getenv('SITE_CONTENT'));
define('WP_CONTENT_URL', $site . '/wp-content');

// `local` is what lets application passwords work without https.
define('WP_ENVIRONMENT_TYPE', 'local');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false);

foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) {
    define($name, 'a test site needs no secret here: ' . $name);
}

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
