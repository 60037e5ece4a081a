/** What only Facebook says, where it tells a person more than the general sentences. */
export const facebook = {
  facebook_schedule_near:
    'Facebook keeps no schedule less than ten minutes ahead. Broadside publishes this itself at its time.',
  facebook_schedule_far: 'Facebook keeps a schedule for {{days}} days at most. It is handed over by itself then.',
  facebook_not_published:
    'Facebook has not published it though its time has passed by a day. Look into the planner of the Page.',
} as const
