/**
 * The script that sends a signal to the group of a process: `PID SIGNAL FOLDER LEAVE`. With `LEAVE` a session's shell ends
 * after its command: HUP comes first, or it would start what was sent ahead. With KILL it cannot remove its folder itself.
 */
export const KILL_GROUP =
  'p=$1 s=$2 f=$3 l=$4; g=$(ps -o pgid= -p "$p" 2>/dev/null) || read -r _ _ _ _ g _ <"/proc/$p/stat"; set -- $g; ' +
  '[ -z "$l" ] || kill -s HUP "$p"; kill -s "$s" -- "-$1"; ' +
  '[ "$s" = TERM ] || [ -z "$f" ] || rm -rf "${TMPDIR:-/tmp}/$f" "/dev/shm/$f" "$HOME/$f"';
