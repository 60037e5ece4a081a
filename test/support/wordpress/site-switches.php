<?php
// Lets a test make the site behave as badly set up sites do; each switch is an option of that name.
add_filter('wp_is_application_passwords_available', fn ($on) => get_option('switch_no_application_passwords') ? false : $on);
// Many plugins ask early who is there; only then does WordPress say what is wrong with an application password.
add_filter('rest_authentication_errors', function ($error) {
    if (get_option('switch_asks_early')) {
        is_user_logged_in();
    }
    return $error;
});
add_filter('rest_authentication_errors', fn ($error) => get_option('switch_no_rest')
    ? new WP_Error('rest_disabled', 'The REST API is disabled on this site.', ['status' => 403])
    : $error);
// Editorial plugins hold back what is not approved.
add_filter('wp_insert_post_data', function ($data) {
    if (get_option('switch_keeps_for_review') && $data['post_status'] === 'publish') {
        $data['post_status'] = 'pending';
    }
    return $data;
});
add_filter('upload_size_limit', fn ($size) => get_option('switch_upload_limit') ? (int) get_option('switch_upload_limit') : $size);
// Some hosts do not hand the Authorization header to PHP.
if (get_option('switch_no_authorization')) {
    unset($_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW'], $_SERVER['HTTP_AUTHORIZATION']);
}
