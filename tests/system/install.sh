#!/bin/sh
# Installs Debian packages that the system tests need, and starts none of the servers among them, now or after a
# restart: the tests start their own, on loopback ports and with settings of their own. Run as root.
set -eu
export DEBIAN_FRONTEND=noninteractive

# Debian asks this program before a package starts a service; 101 means no.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi

# Those that are there already stay as they are.
new=
for server in postfix dovecot; do
    case " $* " in *" $server"*) new="$new $server" ;; esac
done
case "$new" in *postfix*)
    # No main.cf: the machine gets no mail server of its own.
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections ;;
esac
apt-get -qq update
# --no-remove: a machine that has another mail server keeps it, and is told so.
apt-get -qq install -y --no-install-recommends --no-remove "$@" > /dev/null
if [ -n "$new" ] && command -v systemctl > /dev/null; then
    # shellcheck disable=SC2086 -- several words
    systemctl --quiet disable $new 2> /dev/null || true
fi
