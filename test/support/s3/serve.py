"""A whole OpenStack Swift in one process, with its S3 API in front: proxy, account, container and object server on loopback, one device in
a private folder, nothing installed as a service. Prints the port of the S3 API when it answers. Ends when its standard input closes."""
import os
import sys
import threading

import eventlet

eventlet.monkey_patch(thread=False)

from eventlet import wsgi  # noqa: E402
from paste.deploy import loadapp  # noqa: E402
from swift.common import utils  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import SwiftHttpProtocol  # noqa: E402

here, user, key = sys.argv[1], sys.argv[2], sys.argv[3]


class Memory:
    """What Swift asks of memcached, for one process."""

    def __init__(self):
        self.values = {}

    def get(self, key, **_):
        return self.values.get(key)

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)

    def incr(self, key, delta=1, **_):
        self.values[key] = self.values.get(key, 0) + delta
        return self.values[key]


def cache_filter(_conf, **_local):
    memory = Memory()

    def factory(app):
        def cached(env, start_response):
            env['swift.cache'] = memory
            # Bringing an older version back, Swift would read the body of a request that has none until the connection ends.
            if env['REQUEST_METHOD'] == 'DELETE':
                env.setdefault('CONTENT_LENGTH', '0')
            return app(env, start_response)
        return cached
    return factory


def write(name, text):
    path = os.path.join(here, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


def ring(name, port):
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({'region': 1, 'zone': 1, 'weight': 1.0, 'ip': '127.0.0.1', 'port': port, 'device': 'd1'})
    builder.rebalance()
    builder.get_ring().save(os.path.join(here, name + '.ring.gz'))


def serve(app, socket):
    eventlet.spawn(wsgi.server, socket, app, log=open(os.devnull, 'w'), log_output=False, socket_timeout=60,
                   protocol=SwiftHttpProtocol, capitalize_response_headers=False)


def storage(kind, socket):
    conf = write(kind + '.conf', f'''[DEFAULT]
swift_dir = {here}
devices = {here}/devices
mount_check = false
log_level = ERROR
disable_fallocate = true
[app:main]
use = egg:swift#{kind}
''')
    serve(loadapp('config:' + conf), socket)


def main():
    os.makedirs(os.path.join(here, 'devices', 'd1'), exist_ok=True)
    utils.SWIFT_CONF_FILE = write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = broadside\n')
    utils.HASH_PATH_SUFFIX = b'broadside'
    from swift.common import storage_policy
    storage_policy.reload_storage_policies()
    sockets = {kind: eventlet.listen(('127.0.0.1', 0)) for kind in ('account', 'container', 'object')}
    for kind, socket in sockets.items():
        ring(kind, socket.getsockname()[1])
    for kind, socket in sockets.items():
        storage(kind, socket)
    proxy = write('proxy.conf', f'''[DEFAULT]
swift_dir = {here}
log_level = ERROR
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats s3api tempauth copy slo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
paste.filter_factory = serve:cache_filter
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = eu-test-1
[filter:tempauth]
use = egg:swift#tempauth
user_{user.replace(':', '_')} = {key} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:symlink]
use = egg:swift#symlink
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
''')
    front = eventlet.listen(('127.0.0.1', 0))
    serve(loadapp('config:' + proxy), front)
    print(front.getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    while True:
        eventlet.sleep(3600)


if __name__ == '__main__':
    # The pipeline names a filter of this very file.
    sys.modules['serve'] = sys.modules['__main__']
    main()
