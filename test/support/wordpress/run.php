<?php
// Runs the PHP it is given inside WordPress and prints what it returns as JSON: on standard input, or posted to a running site.
$code = file_get_contents(PHP_SAPI === 'cli' ? 'php://stdin' : 'php://input');
if (getenv('SITE_INSTALLING')) {
    define('WP_INSTALLING', true);
}
ob_start();
require getenv('SITE_CORE') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user(1);
$result = (static fn () => eval($code))();
ob_end_clean();
echo json_encode(['result' => $result], JSON_THROW_ON_ERROR), "\n";
