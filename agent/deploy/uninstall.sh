#!/bin/sh
# Takes the agent away again.
set -eu

usage() {
  cat <<END
usage: sudo agent/deploy/uninstall.sh [--purge]

Stops and removes the service and /opt/smart-cradle. Configuration and settings stay.
  --purge   also removes /etc/smart-cradle, /var/lib/smart-cradle and the user

In Home Assistant the cradle then shows as unavailable; delete the device on its page.
END
}

purge=
for word in "$@"; do
  case $word in
    -h | --help) usage; exit 0 ;;
    --purge) purge=1 ;;
    *) echo "unknown option $word" >&2; usage >&2; exit 2 ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo "Root is needed: sudo $0" >&2; exit 1; }

if [ -d /run/systemd/system ]; then
  systemctl disable --now smart-cradle-agent 2> /dev/null || true
  # One that had to be killed would stay listed as failed.
  systemctl reset-failed smart-cradle-agent 2> /dev/null || true
fi
rm -f /etc/systemd/system/smart-cradle-agent.service /usr/local/bin/smart-cradle-agent
[ ! -d /run/systemd/system ] || systemctl daemon-reload
rm -rf /opt/smart-cradle /opt/smart-cradle.new /opt/smart-cradle.old
if [ -n "$purge" ]; then
  rm -rf /etc/smart-cradle /var/lib/smart-cradle
  ! id smart-cradle > /dev/null 2>&1 || userdel smart-cradle
fi
echo "Removed.${purge:+ Configuration and settings too.}"
