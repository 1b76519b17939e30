# Ends what the runs of a worker have started when the worker is gone: when standard input ends.
# Lines on standard input:
#   + MARK           a run begins; everything it starts has JOBMILL_RUN=MARK in its environment
#   @ MARK SESSION   its program leads this session
#   - MARK SESSION   it is over
# Needs a POSIX shell, /proc, grep -z and sleep. Nothing here may end this script early.
trap '' HUP INT QUIT TERM

marks=' '
sessions=' '
while read -r verb mark session; do
  case $verb in
    +) marks="$marks$mark " ;;
    @) sessions="$sessions$session " ;;
    -)
      case $marks in *" $mark "*) marks="${marks%%" $mark "*} ${marks#*" $mark "}" ;; esac
      case $sessions in
        *" $session "*) sessions="${sessions%%" $session "*} ${sessions#*" $session "}" ;;
      esac
      ;;
  esac
done
[ "$marks" = ' ' ] && exit 0

# Hundredths of a second since the system's start.
now() {
  read -r up _ </proc/uptime
  now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

# The numbers of the processes whose environment has one of the lines of $1.
carriers() {
  for file in $(printf '%s\n' "$1" | grep -lszxFf - /proc/[0-9]*/environ); do
    file=${file#/proc/}
    printf '%s ' "${file%/environ}"
  done
}

# Sets $rows: PID:PARENT:SESSION:START of all living processes.
list() {
  rows=
  for file in /proc/[0-9]*/stat; do
    { read -r line <"$file"; } 2>/dev/null || continue
    pid=${line%% *}
    # The name in parentheses may contain anything, also blanks.
    set -f
    set -- ${line##*) }
    set +f
    [ $# -lt 20 ] && continue
    case $1 in Z | X) continue ;; esac
    rows="$rows $pid:$2:$4:${20}"
  done
}

# Sets $victims, PID:START: what carries a mark, is in a session or was found before, and the
# descendants of all these. Other watchers are spared: they have work to do when their worker ends.
choose() {
  list
  spared=" $$ $(carriers "$spare") "
  found=" $(carriers "$wanted") "
  victims=' '
  added=yes
  while [ -n "$added" ]; do
    added=
    for row in $rows; do
      pid=${row%%:*}
      rest=${row#*:}
      parent=${rest%%:*}
      rest=${rest#*:}
      id=$pid:${rest#*:}
      case $spared in *" $pid "*) continue ;; esac
      case $victims in *" $id "*) continue ;; esac
      case "$found $known" in
        *" $pid "* | *" $id "*) ;;
        *)
          case $found in
            *" $parent "*) ;;
            *) case $sessions in *" ${rest%%:*} "*) ;; *) continue ;; esac ;;
          esac
          ;;
      esac
      victims="$victims$id "
      found="$found$pid "
      added=yes
    done
  done
}

wanted=$(printf 'JOBMILL_RUN=%s\n' $marks)
spare=JOBMILL_WATCHER=1
known=' '
quiet=0
now
start=$now
# TERM at once, KILL after 2 s. A run may just have been starting its program, and a process may
# start another one while it is not looked at: so it is over when five looks in a row have found
# nothing. After 30 s what is left cannot be ended.
while :; do
  choose
  now
  passed=$((now - start))
  [ $passed -gt 3000 ] && exit 1
  if [ "$victims" = ' ' ]; then
    quiet=$((quiet + 1))
    [ $quiet -gt 4 ] && [ $passed -gt 50 ] && exit 0
  else
    quiet=0
    for id in $victims; do
      if [ $passed -gt 200 ]; then
        kill -KILL "${id%%:*}"
      else
        case $known in *" $id "*) ;; *) kill -TERM "${id%%:*}" ;; esac
      fi
      case $known in *" $id "*) ;; *) known="$known$id " ;; esac
    done
  fi
  sleep 0.1 || sleep 1
done
