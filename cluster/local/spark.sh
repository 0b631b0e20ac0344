# Where the local cluster is, and how its processes are started; read by start, submit and stop.
#
#   CONVOY_CLUSTER_PORT     port of the master on 127.0.0.1, 0 for one that is free; default 7077
#   CONVOY_CLUSTER_STATE    folder of its logs, process numbers and secret, one a cluster; default
#                           target/local-cluster
#   CONVOY_CLUSTER_WORKERS  worker processes; default 2
#   CONVOY_CLUSTER_CORES    cores of a worker; default 1
#   CONVOY_CLUSTER_MEMORY   memory of a worker and its executor, and as much again for native arrays;
#                           default 3g, or less where this machine has less than 14 GB

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
state=${CONVOY_CLUSTER_STATE:-$home/target/local-cluster}
jar="$home/pipeline/target/convoy.jar"
port=${CONVOY_CLUSTER_PORT:-7077}
workers=${CONVOY_CLUSTER_WORKERS:-2}
cores=${CONVOY_CLUSTER_CORES:-1}
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
source "$home/cluster/machine.sh"

memory=${CONVOY_CLUSTER_MEMORY:-}
if [ -z "$memory" ]; then
  # The driver has a heap of 1 GB; master and workers need little of theirs.
  limit=$(memory_limit)
  memory=$(heap_size $(((limit - 2048) / workers)) 3072)m
fi

# What the cluster's processes know each other by, as options of Java's, which no command line shows;
# and the settings for a spark-submit of another Spark. Neither is for others to read.
secret="$state/secret.options"
properties="$state/spark.conf"

# The jars that Maven resolved are a whole Spark.
export SPARK_HOME="$home/pipeline/target/spark"
export SPARK_SCALA_VERSION=2.12
export SPARK_LOCAL_IP=127.0.0.1
export OMP_NUM_THREADS=1

# Otherwise Java sees no file whose name goes beyond ASCII, neither here nor on executors.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

# Runs a class of Spark's in place of this shell.
spark_class() {
  exec "$java" "@$secret" -Xmx1g -XX:+UseParallelGC --add-exports=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.lang.invoke=ALL-UNNAMED \
    --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED \
    "$@"
}
