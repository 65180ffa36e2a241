import { BORN } from "./left_behind.ts";

/**
 * The shell text that turns a plain `sh` into a session. The folder of its fifos has a name of its own, because everybody
 * on the host can see it and who knows the nonce can forge marks. Marks are `RS nonce:id:payload RS`, on the stream that they end.
 *
 * - `f ID SHELL TEXT` runs a fact: straight onto the session's streams. In `sh` it takes no process but a subshell that
 *   knows nothing of the session: a start of `sh` costs three times as much.
 * - `c ID GROUP CODES SHELL TEXT AHEAD PLAIN` runs a command of a group, unless one before it in the group failed. Its
 *   output goes through two fifos, whose readers end with it: what it leaves running in the background cannot write into a
 *   later frame. While something left running holds a fifo open the session waits, and says by the `begin` mark which
 *   readers to end; then it takes new fifos. With `PLAIN` nothing is left running, and it is run as a fact is.
 * - `h ID GROUP EXPECTED SHELL TEXT` runs a fact that the rest of its group rests on: if it prints something else than
 *   what is expected it is run as by `f`, and neither the rest of its group nor the groups ahead behind it run.
 *
 * What a command of `c` is goes through the environment of its shell, which only its user can read: everybody sees the
 * words of a process, and a command may hold a secret.
 *
 * A group ahead (with `AHEAD`, or begun by `h`) was sent before the replies to those in front of it: it runs only if they
 * have all succeeded and nobody has put a file `stop` into the folder.
 *
 * What cannot be told that it begins, because nobody listens any more, does not begin: `l`.
 *
 * The shell survives TERM and INT to its process group, and the loss of its link, by traps, which the commands do not
 * inherit: it always comes to its end and removes its fifos.
 * Where no fifo can be made (read-only or full disk), commands write straight onto the session's streams.
 */
export function bootstrap(nonce: string, folder: string): string {
  return `n=${nonce} g= o=1 q=1 d= l=
trap : TERM INT PIPE
trap 'exit 129' HUP
trap '[ -z "$d" ] || rm -rf "$d"' EXIT
m() { printf '\\036%s:%s:%s\\036' "$n" "$1" "$2"; }
e() { printf '\\036%s:%s:%s\\036\\036%s:%s:ready\\036' "$n" "$1" "$2" "$n" "$1"; }
_drover() {
  case $1 in sh) ;; *) "$1" -c "$2"; return ;; esac
  _drover="unset _drover
$2"
  set --
  unset -f m e f p b h c w x _drover_born
  unset n g o q d k r z t a l
  eval "$_drover"
}
f() { (LC_ALL=C; export LC_ALL; _drover "$2" "$3") </dev/null; r=$?; m "$1" "$r"; m "$1" "$r" >&2; }
p() {
  [ -z "$d" ] || return 0
  for t in "\${TMPDIR:-/tmp}" /dev/shm "$HOME"; do
    t=$t/${folder}
    mkdir -m 700 "$t" && mkfifo "$t/o" "$t/e" && d=$t && return 0
  done 2>/dev/null
  return 1
}
b() {
  [ "$g" != "$1" ] || return
  g=$1
  if [ -z "$2" ]; then o=1; else p && [ ! -e "$d/stop" ] || o=0; q=$o; fi
}
h() {
  b "$2" 1
  if [ "$q" = 0 ]; then m "$1" skipped; m "$1" skipped >&2; return; fi
  if z=$(LC_ALL=C; export LC_ALL; _drover "$4" "$5" </dev/null 2>/dev/null) && [ "$z" = "$3" ]; then m "$1" same; m "$1" same >&2; return; fi
  o=0
  f "$1" "$4" "$5"
}
c() {
  b "$2" "$6"
  if [ "$o" = 0 ]; then m "$1" skipped; m "$1" skipped >&2; return; fi
  if [ -z "$7" ] && p; then
    (trap '' TERM INT; exec cat <"$d/o") & a=$!
    (trap '' TERM INT; exec cat <"$d/e" >&2) & t=$!
    m "$1" "begin $a $t" || l=1
    exec 7>"$d/o" 8>"$d/e"
    [ -n "$l" ] || x "$4" "$5" </dev/null >&7 2>&8 7>&- 8>&-
    r=$?
    m "$1" "$r" >&7; m "$1" "$r" >&8
    exec 7>&- 8>&-
    k=
    { w "$a"; w "$t"; } 2>/dev/null
    [ -z "$k" ] || { rm -f "$d/o" "$d/e"; mkfifo "$d/o" "$d/e"; }
    m "$1" ready; m "$1" ready >&2
  else
    m "$1" begin || l=1
    if [ -n "$l" ]; then :; elif [ -n "$7" ]; then (_drover "$4" "$5") </dev/null; else x "$4" "$5" </dev/null; fi
    r=$?
    e "$1" "$r"; e "$1" "$r" >&2
  fi
  case " $3 " in *" $r "*) ;; *) o=0 ;; esac
  [ -z "$l" ] || o=0
}
x() {
  case $1 in
    sh | */sh | *ash | *ksh | *zsh) _drover=$2 "$1" -c 'eval "unset _drover; $_drover"' ;;
    *) "$1" -c "$2" ;;
  esac
}
w() {
  while :; do
    wait "$1"
    case $? in 130 | 143) ;; 137) k=1; return ;; *) return ;; esac
  done
}
${BORN}
m 0 "$$ $(_drover_born $$)"; m 0 hello >&2
`;
}
