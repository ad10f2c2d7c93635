#!/bin/sh
# Makes Mosquitto's password file of the environment, and starts it.
set -eu
here=$(dirname "$0")
run=${MOSQUITTO_RUN:-/tmp/mosquitto}
mkdir -p "$run"
passwords=$run/passwords
: > "$passwords"
chmod 600 "$passwords"
for user in agent rules homeassistant; do
  case $user in
    agent) password=$MQTT_PASSWORD_AGENT ;;
    rules) password=$MQTT_PASSWORD_RULES ;;
    *) password=$MQTT_PASSWORD_HOMEASSISTANT ;;
  esac
  # From a file, since what stands in a command line can be read by every user of the machine.
  printf '%s:%s\n' "$user" "$password" >> "$passwords"
done
mosquitto_passwd -U "$passwords"
cp "$here/access" "$run/access"
chmod 600 "$run/access"
if [ "$(id -u)" = 0 ]; then chown -R mosquitto "$run" "${MOSQUITTO_DATA:-/mosquitto/data}"; fi
sed "s|@run@|$run|; s|@data@|${MOSQUITTO_DATA:-/mosquitto/data}|; s|@port@|${MOSQUITTO_PORT:-1883}|" "$here/mosquitto.conf" > "$run/mosquitto.conf"
exec mosquitto -c "$run/mosquitto.conf"
