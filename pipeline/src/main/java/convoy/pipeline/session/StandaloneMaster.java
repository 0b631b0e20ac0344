// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.DeployMessages.MasterStateResponse;
import org.apache.spark.deploy.DeployMessages.RequestMasterState$;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.deploy.master.WorkerState$;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcTimeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag$;

/**
 * The master of a standalone cluster, asked in Spark's own protocol. It tells what its workers
 * have, not what of it other applications hold.
 */
final class StandaloneMaster {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneMaster.class);

  private StandaloneMaster() {}

  /** What a worker's machine offers. */
  record Worker(int cores, int megabytes) {}

  /** The workers of the session's master; empty where it does not answer, or in another version. */
  static List<Worker> workers(JavaSparkContext spark) {
    String[] hosts = spark.master().substring("spark://".length()).split(",");
    return Arrays.stream(hosts)
        .flatMap(host -> workers(spark, "spark://" + host))
        .distinct()
        .map(Map.Entry::getValue)
        .collect(Collectors.toList());
  }

  /** By the worker's name: several masters may know the same ones. */
  private static Stream<Map.Entry<String, Worker>> workers(JavaSparkContext spark, String url) {
    try {
      RpcEnv rpc = spark.env().rpcEnv();
      MasterStateResponse state =
          rpc.setupEndpointRef(RpcAddress.fromSparkURL(url), Master$.MODULE$.ENDPOINT_NAME())
              .askSync(
                  RequestMasterState$.MODULE$,
                  new RpcTimeout(
                      scala.concurrent.duration.Duration.create(10, "s"), "spark.rpc.askTimeout"),
                  ClassTag$.MODULE$.apply(MasterStateResponse.class));
      return Arrays.stream(state.workers())
          .filter(worker -> worker.state().equals(WorkerState$.MODULE$.ALIVE()))
          .map(worker -> Map.entry(worker.id(), new Worker(worker.cores(), worker.memory())));
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      LOG.debug("{} does not say what workers it has", url, e);
      return Stream.of();
    }
  }
}
