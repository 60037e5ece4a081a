/** What only WordPress says, where it tells a person more than the general sentences. */
export const wordpress = {
  wordpress_password_dead:
    '{{platform}} does not accept the application password any more. Connect it again with a new one.',
  wordpress_file_refused: '{{platform}} does not take this file. Replace it, make it smaller or leave it out.',
  wordpress_file_too_large:
    'A file is larger than {{platform}} takes. Make it smaller or leave it out, or ask the host to raise the limit.',
  wordpress_api_moved:
    'The REST API of {{platform}} is not where it was: the site has moved, or a plugin has switched it off. Connect it again.',
  wordpress_not_wordpress:
    '{{platform}} answered something that is not WordPress. A plugin or a page in front of it may be in the way.',
  wordpress_may_not_publish:
    'This user may write but not publish. Choose the status “Pending review” for a review, or connect a user who may publish.',
  wordpress_may_not_create:
    'This user may not make that on the site. Connect one who may write and upload, an author at least.',
  wordpress_may_not: 'The site does not let this user do that. Connect one with the role it takes, an author at least.',
  wordpress_firewall:
    'Something in front of the site refused the request, a security plugin or a firewall. Let the REST API through for signed-in users.',
  wordpress_kept_for_review:
    'The site took the post and did not publish it: it keeps posts for review. Publish it there, or choose the status “Pending review”.',
  wordpress_draft_gone: 'Somebody deleted the draft at the site. It is made anew.',
  wordpress_in_trash: 'It is in the site’s trash.',
  wordpress_cron_dead:
    'The site has not published it though its time has passed: its scheduled tasks do not run. Publish it there, or ask the host to run WP-Cron.',
  wordpress_category_not_made:
    '“{{name}}” could not be made on the site. Choose a category it has, or connect a user who may make one.',
  wordpress_tag_not_made:
    '“{{name}}” could not be made on the site. Choose a tag it has, or connect a user who may make one.',
  wordpress_site_missing: 'Name the site, such as https://example.com.',
  wordpress_user_missing: 'Name the user as you sign in to the site, or their e-mail address.',
  wordpress_password_missing: 'Paste an application password: on the site under Users, Profile, Application Passwords.',
  wordpress_insecure:
    'Without https the password could be read on the way, and WordPress does not take it. Use the https address.',
  wordpress_no_api:
    'No WordPress REST API was found there. Is it the address of the site itself, and does the site run WordPress?',
  wordpress_api_closed:
    'The site keeps its REST API closed, by a security plugin or its host. Let signed-in users through to /wp-json/, then try again.',
  wordpress_api_elsewhere: 'The REST API of the site is not where it says: {{words}}.',
  wordpress_reader_only:
    'This user may read the site but not write posts. Connect one with the role Author, or higher.',
  wordpress_no_such_user: 'The site has no such user. Use the name or e-mail address you sign in with.',
  wordpress_wrong_password:
    'The site does not know this application password. It is not the one you sign in with: make one under Users, Profile, Application Passwords, and paste it whole.',
  wordpress_not_signed_in:
    'The site does not accept this user with this application password. It is not the one you sign in with: make one under Users, Profile, Application Passwords, and paste it whole. If both are right, the host of the site drops the Authorization header: ask it to pass it on to PHP.',
  wordpress_passwords_off_for_user:
    'Application passwords are switched off for this user. A plugin or the site’s administrator can switch them on.',
  wordpress_passwords_off:
    'The site does not offer application passwords. It needs WordPress 5.6, https, and no plugin that switches them off.',
  wordpress_user_refused: 'The site does not let this user in: {{words}}. A security plugin may be in the way.',
} as const
