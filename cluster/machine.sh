# What this machine lets Convoy's processes have: a Java, memory. Read by ../convoy and local/.

# refuse NAME TEXT: ends the script NAME as bad usage does.
refuse() {
  echo "$1: $2" >&2
  exit 2
}

# java_version JAVA: its major version. The file beside it is read in a millisecond; asking takes 50.
java_version() {
  local release version
  release=$(dirname "$(dirname "$(readlink -f "$(command -v "$1")")")")/release
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)".*/\1/p' "$release" 2>/dev/null || true)
  [ -n "$version" ] || version=$("$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' || true)
  version=${version#1.} # 1.8.0_402 is 8
  echo "${version%%[^0-9]*}"
}

# require_java NAME JAVA: refuses what Spark 3.5 or Convoy's classes do not run on, and says what is
# untried. Executors need the same.
require_java() {
  local version
  command -v "$2" >/dev/null || refuse "$1" "no Java at '$2'; install a JDK 17, or set JAVA_HOME to one"
  version=$(java_version "$2")
  if [ "${version:-0}" -lt 17 ] || [ "$version" -gt 22 ]; then
    refuse "$1" "'$2' is Java ${version:-unknown}, on which Spark 3.5 or Convoy does not run; set JAVA_HOME to a JDK 17"
  elif [ "$version" -gt 17 ]; then
    echo "$1: '$2' is Java $version; Convoy is tested on Java 17 alone" >&2
  fi
}

# group_limit FOLDER GROUP FILE: the least number in FILE of a control group and of those around it;
# nothing where there is none. In a container the group's own name may not exist: its limit is the root's.
group_limit() {
  local group=$2 value least=
  while :; do
    value=$(cat "$1$group/$3" 2>/dev/null || true)
    if [[ $value =~ ^[0-9]+$ ]] && { [ -z "$least" ] || [ "$value" -lt "$least" ]; }; then
      least=$value
    fi
    [ -n "$group" ] || break
    group=${group%/*}
  done
  echo "$least"
}

# memory_limit [ROOT]: MB that this process and its children may have: the machine's memory, or less
# where a control group (v1 or v2) or ulimit -v limits it. ROOT is where /proc and /sys are.
memory_limit() {
  local root=${1:-} least name number controllers group value
  while read -r name value _; do
    if [ "$name" = MemTotal: ]; then
      least=$((value / 1024))
    fi
  done <"$root/proc/meminfo"
  while IFS=: read -r number controllers group; do
    case "$number:,$controllers," in
      0:,,) value=$(group_limit "$root/sys/fs/cgroup" "${group%/}" memory.max) ;;
      *,memory,*) value=$(group_limit "$root/sys/fs/cgroup/memory" "${group%/}" memory.limit_in_bytes) ;;
      *) value= ;;
    esac
    if [ -n "$value" ] && [ $((value >> 20)) -lt "$least" ]; then
      least=$((value >> 20))
    fi
  done <"$root/proc/self/cgroup"
  # Addresses, of which the JVM, its threads and the libraries reserve 3 GB that they never fill.
  value=$(ulimit -v)
  if [ "$value" != unlimited ] && [ $((value / 1024 - 3072)) -lt "$least" ]; then
    least=$((value / 1024 - 3072))
  fi
  echo "$least"
}

# require_memory NAME MB: refuses less than a run was seen to take.
require_memory() {
  [ "$2" -ge 1024 ] ||
    refuse "$1" "a process may have $2 MB here (a control group's limit, or what ulimit -v leaves), and takes 1 GB at least"
}

# heap_size LIMIT MOST: MB of the heap of a process that may have LIMIT MB: half, as native arrays may
# take as much, beside what the JVM itself takes; at most MOST, and at least the 512 that Spark
# starts with.
heap_size() {
  local heap=$(($1 / 2))
  [ "$heap" -le "$2" ] || heap=$2
  [ "$heap" -ge 512 ] || heap=512
  echo "$heap"
}
