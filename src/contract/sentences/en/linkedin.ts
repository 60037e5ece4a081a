/** What only LinkedIn says, where it tells a person more than the general sentences. */
export const linkedin = {
  linkedin_page_refused:
    'LinkedIn does not let this sign-in publish for {{name}}. It takes the role of super or content admin of the Page, and an app with the Community Management API.',
  linkedin_version_retired:
    'LinkedIn no longer answers to month {{version}} of its interface. Update Broadside, or set BROADSIDE_LINKEDIN_VERSION to a newer month such as 202609.',
  linkedin_member: 'LinkedIn lets no program list the posts of a member.',
  linkedin_repeat:
    'LinkedIn refused the second try as a repeat, so the first most likely arrived; it lets no program list the posts of a member.',
} as const
