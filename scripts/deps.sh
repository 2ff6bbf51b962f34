#!/bin/sh
# deps.sh build|test|keycloak ...: installs what is missing for these purposes.
#
# On Debian and Ubuntu it asks dpkg what is there and has apt-get install the
# rest. Elsewhere it prints what is needed and fails. With nothing missing it
# does nothing, needs no rights and no network. What the tests can do without is
# tried last, and its lack is only said.
set -eu

usage='usage: scripts/deps.sh build|test|keycloak ...'

# Every line: what it is for, the package, why.
needs() {
	cat <<'LIST'
build gcc the C compiler that the window's bindings are built with
build libc6-dev the C library's headers
build pkg-config finds the libraries below
build libgl1-mesa-dev OpenGL headers, what the window draws with
build xorg-dev X11 headers
build libwayland-dev Wayland headers
build libxkbcommon-dev keyboard headers for Wayland
test xvfb a display without a screen
test xauth lets only the tests use that display
test openbox a window manager, without which a window has no keyboard focus
test libgl1-mesa-dri draws OpenGL without a graphics card
test xdotool types and clicks like a person
test xclip reads the clipboard like another program
test imagemagick takes and compares pictures of the window
test x11-utils tells which windows are there
test tesseract-ocr reads the words in pictures of the window
test dbus a message bus of the tests' own
test gnome-keyring a Secret Service to keep keys in
LIST
}

# The tests skip what needs these, and say so.
wishes() {
	cat <<'LIST'
test chromium logs in at the real Keycloak like a person's browser
LIST
}

say() { printf 'deps: %s\n' "$*" >&2; }

# installed PACKAGE: true if dpkg has it whole.
installed() {
	case " $have " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# is_debian: true where apt-get and dpkg run the machine.
is_debian() {
	command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1
}

# commands_missing adds the packages of commands that any vendor may provide.
commands_missing() {
	case " $* " in *' keycloak '*) ;; *) return 0 ;; esac
	java=${JAVA_HOME:+$JAVA_HOME/bin/}java
	command -v "$java" >/dev/null 2>&1 || echo 'default-jre-headless runs the Keycloak server'
	command -v mvn >/dev/null 2>&1 || echo 'maven fetches the Keycloak server'
}

# missing PURPOSE...: one line for each package that is not there, with its why.
missing() {
	for purpose in "$@"; do
		needs | while read -r for_what package why; do
			[ "$for_what" = "$purpose" ] || continue
			installed "$package" || echo "$package $why"
		done
	done
	commands_missing "$@"
}

# as_root COMMAND...: runs it, by sudo for an ordinary user.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		say "this needs root and there is no sudo: as root, run"
		say "  apt-get install --no-install-recommends $packages"
		exit 1
	fi
}

# wish PURPOSE...: installs what is nice to have, where that can be done.
wish() {
	is_debian || return 0
	for purpose in "$@"; do
		wishes | while read -r for_what package why; do
			[ "$for_what" = "$purpose" ] && ! installed "$package" || continue
			sudo=''
			[ "$(id -u)" -eq 0 ] || sudo='sudo -n'
			# shellcheck disable=SC2086 # no word or two
			$sudo env DEBIAN_FRONTEND=noninteractive sh -c \
				'apt-get -q update && apt-get -q install --yes --no-install-recommends "$0"' "$package" >/dev/null 2>&1 </dev/null ||
				say "no $package, which $why: what needs it is skipped"
		done
	done
}

[ $# -gt 0 ] || { echo "$usage" >&2; exit 2; }
for purpose in "$@"; do
	case $purpose in build | test | keycloak) ;; *) echo "$usage" >&2; exit 2 ;; esac
done

have=''
if is_debian; then
	have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ')
fi
lacking=$(missing "$@")
[ -n "$lacking" ] || { wish "$@"; exit 0; }

if ! is_debian; then
	say "this is neither Debian nor Ubuntu, so nothing is installed for you. Needed for '$*', by Debian's names:"
	echo "$lacking" | sed 's/^\([^ ]*\) /  \1: /' >&2
	say "install what your system calls these and go on with: make DEPS=true run (or test)"
	exit 1
fi

packages=$(echo "$lacking" | cut -d' ' -f1 | tr '\n' ' ')
say "missing for '$*':"
echo "$lacking" | sed 's/^\([^ ]*\) /  \1: /' >&2
say "installing them by apt-get"
as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2
# shellcheck disable=SC2086 # one word for each package
as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends $packages >&2
wish "$@"
