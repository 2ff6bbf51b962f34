#!/usr/bin/env bash
# with-desktop.sh COMMAND [ARGUMENT]...: runs COMMAND on a virtual desktop of
# its own and gives its exit code.
#
# There are a display with a window manager, a session bus and a Secret Service
# that is unlocked by a throw-away password. Keyring, configuration and runtime
# folder are private and temporary; nothing of the user's desktop is touched.
# What this script started it ends, by process id, whatever becomes of COMMAND,
# and the kernel does if the script itself is killed.
set -euo pipefail

readonly limit=20 # seconds that a part of the desktop has to come up

fail() {
	echo "with-desktop: $*" >&2
	exit 1
}

# start LOG COMMAND...: runs COMMAND beside us until clean_up. Without <&0 the
# shell would give it an empty input.
start() {
	local log=$1
	shift
	setpriv --pdeathsig TERM -- "$@" <&0 >"$dir/$log.log" 2>&1 &
	pids=($! "${pids[@]}")
}

# await WHAT COMMAND...: waits until COMMAND succeeds.
await() {
	local what=$1 end=$((SECONDS + limit))
	shift
	until "$@" >/dev/null 2>&1; do
		((SECONDS < end)) || fail "$what did not come up in $limit s: $(cat "$dir"/*.log)"
		sleep 0.05
	done
}

# clean_up ends what start started, newest first, and waits for each.
clean_up() {
	local pid
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	rm -rf -- "$dir"
}

# start_display: Xvfb on a display that it chooses itself, closed to others.
start_display() {
	local cookie
	cookie=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	export DISPLAY XAUTHORITY=$dir/Xauthority
	: >"$XAUTHORITY"
	# The server wants the cookie before it has told its number, and takes it
	# under any; clients look for it under the right one.
	xauth -q -f "$XAUTHORITY" add :0 . "$cookie"
	start xvfb Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp -noreset -auth "$XAUTHORITY" 3>"$dir/display"
	await 'the display' grep -q . "$dir/display"
	DISPLAY=:$(tr -d '[:space:]' <"$dir/display")
	xauth -q -f "$XAUTHORITY" add "$DISPLAY" . "$cookie"
}

start_window_manager() {
	start openbox openbox --sm-disable
	await 'the window manager' sh -c 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "window id"'
}

start_bus() {
	export DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus
	start bus dbus-daemon --session --nofork --nopidfile --address="$DBUS_SESSION_BUS_ADDRESS"
	await 'the session bus' bus_call GetId
}

# start_keyring: asking for the service by name would have the bus start
# another one, so it is only looked for.
start_keyring() {
	start keyring gnome-keyring-daemon --foreground --unlock --components=secrets \
		--control-directory="$XDG_RUNTIME_DIR/keyring" < <(printf throw-away)
	await 'the Secret Service' has_owner org.freedesktop.secrets
	await 'the keyring' test -s "$XDG_DATA_HOME/keyrings/login.keyring"
}

# bus_call METHOD [ARGUMENT]...: asks the bus itself.
bus_call() {
	dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus "org.freedesktop.DBus.$1" "${@:2}"
}

# has_owner NAME: whether a program answers to NAME on the bus.
has_owner() {
	bus_call NameHasOwner "string:$1" | grep -q true
}

(($# > 0)) || fail 'usage: with-desktop.sh COMMAND [ARGUMENT]...'
for tool in Xvfb openbox xauth xprop setpriv dbus-daemon dbus-send gnome-keyring-daemon; do
	command -v "$tool" >/dev/null || fail "$tool is not installed: scripts/deps.sh test"
done

goenv=$(go env GOENV 2>/dev/null || true) # it lies in the folder that is replaced below
dir=$(mktemp -d)
pids=()
trap clean_up EXIT
mkdir -m 700 "$dir"/{runtime,config,data}
export GOENV=$goenv LANG=en_US.UTF-8
export XDG_RUNTIME_DIR=$dir/runtime XDG_CONFIG_HOME=$dir/config XDG_DATA_HOME=$dir/data
unset WAYLAND_DISPLAY LC_ALL LANGUAGE SESSION_MANAGER

start_display
start_window_manager
start_bus
start_keyring
status=0
"$@" || status=$?
exit "$status"
