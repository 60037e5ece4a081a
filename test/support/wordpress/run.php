<?php
// Runs the PHP given on standard input inside WordPress and prints what it returns as one line of JSON.
$code = stream_get_contents(STDIN);
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
