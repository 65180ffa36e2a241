/**
 * The function `_drover_group PID`: the words that give `kill` the group of a process. A group whose leader is in another
 * PID namespace has no number here (`incus exec`): 0 would mean the sender's own, in which the daemon is that runs all
 * containers, and 1 everything. There it is the process and what it has started.
 */
export const GROUP = `_drover_tree() {
  echo "$1"
  for f in /proc/[0-9]*/stat; do
    read -r x <"$f" || continue
    y=\${x##*) }
    y=\${y#* }
    [ "\${y%% *}" != "$1" ] || _drover_tree "\${x%% *}"
  done
} 2>/dev/null
_drover_group() {
  g=$(ps -o pgid= -p "$1" 2>/dev/null) || read -r _ _ _ _ g _ <"/proc/$1/stat"
  set -- "$1" $g
  case \${2:-0} in
    0 | 1) _drover_tree "$1" ;;
    *) echo "-- -$2" ;;
  esac
}
`;

/**
 * The script that sends a signal to the group of a process: `PID SIGNAL FOLDER LEAVE`. With `LEAVE` a session's shell ends
 * after its command: HUP comes first, or it would start what was sent ahead. With KILL it cannot remove its folder itself.
 */
export const KILL_GROUP = GROUP +
  'p=$1 s=$2 f=$3 l=$4 g=$(_drover_group "$1"); [ -z "$l" ] || kill -s HUP "$p"; kill -s "$s" $g; ' +
  '[ "$s" = TERM ] || [ -z "$f" ] || rm -rf "${TMPDIR:-/tmp}/$f" "/dev/shm/$f" "$HOME/$f"';
