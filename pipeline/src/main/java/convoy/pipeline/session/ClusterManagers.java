// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster managers that this Spark has modules for. Convoy's launcher has Spark alone; a
 * distribution has those of YARN and Kubernetes beside it.
 */
final class ClusterManagers {
  private static final Map<String, String> MODULES =
      new TreeMap<>(
          Map.of(
              "yarn", "org.apache.spark.scheduler.cluster.YarnClusterManager",
              "k8s", "org.apache.spark.scheduler.cluster.k8s.KubernetesClusterManager"));

  private ClusterManagers() {}

  /**
   * @throws BadInputException if the master is of a manager that this Spark has no module for
   */
  static void requirePresent(String master) {
    MODULES.forEach(
        (manager, module) -> {
          if (master.matches(manager + "(:.*)?") && !isPresent(module)) {
            throw new BadInputException(
                "--master %s takes a Spark with its module for %s, which this one is without; submit"
                        .formatted(master, manager)
                    + " from a Spark 3.5 distribution: spark-submit --master %s --class"
                        .formatted(master)
                    + " convoy.pipeline.Convoy pipeline/target/convoy.jar COMMAND ...");
          }
        });
  }

  /** The masters that can be named here, for people. */
  static String legal() {
    return "local[N], spark://HOST:PORT"
        + (isPresent(MODULES.get("k8s")) ? ", k8s://URL" : "")
        + (isPresent(MODULES.get("yarn")) ? ", yarn" : "");
  }

  private static boolean isPresent(String name) {
    try {
      Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
