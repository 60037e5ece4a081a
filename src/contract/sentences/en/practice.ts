/** What only the practice account says, where it tells a person more than the general sentences. */
export const practice = {
  practice_unreachable: 'The practice account could not be reached.',
  practice_file: 'The practice account could not take the file.',
  practice_refuses: 'The practice account refuses this text, as it was told to. Change the text, or tell it to accept.',
  practice_signs_out: 'The practice account signed you out, as it was told to. Connect it again.',
  practice_broken: 'It was told to sign you out. Connect it again, or tell it to behave.',
  practice_waits: 'The practice account takes no more for a minute.',
  practice_lost: 'The practice account lost it while processing.',
  practice_hides: 'This practice account was told to hide what it has.',
  practice_name_missing: 'Give the practice account a name.',
} as const
