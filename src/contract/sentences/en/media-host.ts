/** What is wrong with the media host, and what to do. `{{host}}` is its name as people know it. */
export const mediaHost = {
  host_wrong_key: 'The media host {{host}} does not know this access key. Copy it again in Settings.',
  host_wrong_secret:
    'The media host {{host}} does not accept the secret access key. Copy it again in Settings; it belongs to the access key and is shown only once.',
  host_not_allowed:
    'The media host {{host}} does not let this key do {{action}}. Give the key that right for this bucket, then test it in Settings.',
  host_no_bucket: 'There is no bucket {{bucket}} at the media host {{host}}. Look for a typing mistake, or make it.',
  host_wrong_region: 'The bucket of the media host {{host}} is in another region. Enter the one its own page names.',
  host_wrong_region_known:
    'The bucket of the media host {{host}} is in the region {{region}}. Enter that one in Settings, and its endpoint.',
  host_clock_wrong:
    'The clock of this machine is wrong, so the media host {{host}} refuses it. Set the clock to the right time, then try again.',
  host_trouble: 'The media host {{host}} has a problem of its own. That should pass.',
  host_not_s3:
    'What answers at {{host}} does not speak S3. Enter the S3 endpoint, which is not the address of the web page.',
  host_key_unreadable:
    'The secret access key was sealed on another machine or with a key that is gone. Enter it again in Settings.',
  host_vault_locked: 'The vault is locked, so the media host cannot be used. Unlock it in Settings.',
  host_account_gone: 'The site of the media host is not connected any more. Connect it again, or choose another host.',
  host_account_broken: 'The sign-in of the media host {{host}} is broken. Connect the site again in Accounts.',
  host_no_answer: 'The media host {{host}} could not be reached. Look for a typing mistake and at your connection.',
  // choosing one
  host_endpoint: 'It is the address of the service, such as https://s3.eu-central-1.amazonaws.com.',
  host_endpoint_insecure: 'It must begin with https://, or anybody on the way could read the files.',
  host_endpoint_alone: 'It is the address of the service alone, without the bucket or anything else after it.',
  host_region: 'It is a name such as eu-central-1, or auto.',
  host_bucket: 'It is 3 to 63 small letters, digits, dots and hyphens.',
  host_prefix: 'It is a folder that ends with a slash, such as broadside/, or empty.',
  host_key: 'It is needed, without spaces.',
  host_not_a_site: 'This is not a connected WordPress account.',
  host_none: 'There is no media host to test. Choose one first.',
  // the test
  host_address_refused: 'The file could not be fetched from its address: {{host}} answered {{status}}.',
  host_address_silent: 'The file could not be fetched from its address: nothing answered there.',
  host_not_public:
    'It works from this machine, but {{host}} is not on the public Internet, so no platform can fetch from it.',
  host_changes_files: 'What came back is not what was uploaded: something at {{host}} changes files.',
  host_open:
    'Anybody can read files in this bucket without a signed address. Block public access to it at {{host}}; Broadside needs none.',
  host_keeps_versions:
    'The bucket keeps old versions, so a deleted file stays there, unseen. Switch versioning off, or let old versions expire.',
  host_file_stays: 'The file could still be fetched after it was deleted. {{host}} keeps a copy for a while.',
} as const
