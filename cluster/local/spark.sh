# Where the local cluster is, and how its processes are started; read by start, submit and stop.
#
#   CONVOY_CLUSTER_PORT     port of the master on 127.0.0.1, 0 for one that is free; default 7077
#   CONVOY_CLUSTER_STATE    folder of its logs and process numbers, one a cluster; default
#                           target/local-cluster
#   CONVOY_CLUSTER_WORKERS  worker processes; default 2
#   CONVOY_CLUSTER_CORES    cores of a worker; default 1
#   CONVOY_CLUSTER_MEMORY   memory of a worker and its executor; default 3g

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
state=${CONVOY_CLUSTER_STATE:-$home/target/local-cluster}
jar="$home/pipeline/target/convoy.jar"
port=${CONVOY_CLUSTER_PORT:-7077}
workers=${CONVOY_CLUSTER_WORKERS:-2}
cores=${CONVOY_CLUSTER_CORES:-1}
memory=${CONVOY_CLUSTER_MEMORY:-3g}
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# The jars that Maven resolved are a whole Spark.
export SPARK_HOME="$home/pipeline/target/spark"
export SPARK_SCALA_VERSION=2.12
export SPARK_LOCAL_IP=127.0.0.1
export OMP_NUM_THREADS=1

# Runs a class of Spark's in place of this shell.
spark_class() {
  exec "$java" -Xmx1g -XX:+UseParallelGC --add-exports=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.lang.invoke=ALL-UNNAMED \
    --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED \
    "$@"
}
