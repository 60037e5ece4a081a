/** Debian packages of the WordPress that tests publish to (test/support/wordpress.ts). Their services must not be started. */
export const wordpressPackages = ['wordpress', 'mariadb-server', 'php-cli', 'php-mysql', 'php-gd', 'php-xml', 'php-mbstring', 'php-curl']
