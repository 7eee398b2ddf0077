# Sourced by the scripts here, in the project's folder: compiles all, and sets java and classpath.
# shellcheck shell=bash disable=SC2034

echo "$(basename "$0"): compiling" >&2
mvn -q --batch-mode test-compile dependency:build-classpath -Dmdep.outputFile=target/bench/classpath.txt >&2

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath="target/test-classes:target/classes:$(cat target/bench/classpath.txt)"
