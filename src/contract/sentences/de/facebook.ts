export const facebook = {
  facebook_schedule_near:
    'Facebook übernimmt keinen Zeitplan, der weniger als zehn Minuten entfernt ist. Broadside veröffentlicht das selbst zu seiner Zeit.',
  facebook_schedule_far: 'Facebook behält einen Zeitplan höchstens {{days}} Tage. Dann wird es von selbst übergeben.',
  facebook_not_published:
    'Facebook hat es nicht veröffentlicht, obwohl seine Zeit einen Tag vorbei ist. Sieh im Planer der Seite nach.',
} as const
