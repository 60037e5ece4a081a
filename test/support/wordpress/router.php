<?php
// What a web server's rewrite rules do: files as they are, everything else to WordPress.
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
if (str_contains($path, '..')) {
    http_response_code(400);
    return true;
}
// The test's own way in, much faster than a new process; only with the key of this start.
if ($path === '/run-php' && hash_equals(getenv('SITE_KEY'), $_SERVER['HTTP_X_SITE_KEY'] ?? '')) {
    header('Content-Type: application/json');
    require __DIR__ . '/run.php';
    return true;
}
if (str_starts_with($path, '/wp-content/')) {
    $file = getenv('SITE_CONTENT') . substr($path, strlen('/wp-content'));
    if (is_file($file) && !str_ends_with($file, '.php')) {
        header('Content-Type: ' . (mime_content_type($file) ?: 'application/octet-stream'));
        readfile($file);
        return true;
    }
}
$root = $_SERVER['DOCUMENT_ROOT'];
if ($path !== '/' && is_dir($root . $path) && is_file($root . rtrim($path, '/') . '/index.php')) {
    $path = rtrim($path, '/') . '/index.php';
}
if ($path !== '/' && is_file($root . $path)) {
    if (!str_ends_with($path, '.php')) {
        return false;
    }
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
    $_SERVER['SCRIPT_FILENAME'] = $root . $path;
    chdir(dirname($root . $path));
    require $root . $path;
    return true;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $root . '/index.php';
chdir($root);
require $root . '/index.php';
