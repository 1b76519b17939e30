# Sourced by ./jobmill and ./verify: sets JAVA_HOME to a JDK of at least the version that Jobmill needs, or explains.
# Reads the `release` file of each candidate instead of starting a JVM.
jobmill_needs_java=25

jobmill_is_new_enough() {
  [ -x "$1/bin/java" ] || return 1
  version=
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=\"[0-9]*)
        version=${line#JAVA_VERSION=\"}
        version=${version%%[!0-9]*}
        ;;
      esac
    done <"$1/release"
  fi
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge "$jobmill_needs_java" ]
}

# A status of 2 says that JOBMILL_JAVA_HOME is wrong, of 3 that there is no JDK.
jobmill_find_java() {
  if [ -n "${JOBMILL_JAVA_HOME-}" ] && ! jobmill_is_new_enough "$JOBMILL_JAVA_HOME"; then
    echo "jobmill: JOBMILL_JAVA_HOME '$JOBMILL_JAVA_HOME' is not a JDK $jobmill_needs_java or newer: set it to the folder of one, or unset it" >&2
    return 2
  fi
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
  for home in "${JOBMILL_JAVA_HOME-}" "${JAVA_HOME-}" "$on_path" /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* /opt/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && jobmill_is_new_enough "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "jobmill: needs Java $jobmill_needs_java or newer, and none was found in JOBMILL_JAVA_HOME, in JAVA_HOME, on the PATH or under /usr/lib/jvm: install a JDK $jobmill_needs_java and set JAVA_HOME to it" >&2
  return 3
}
