// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.package$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares every executor before its first task: the private folder for native libraries. What
 * cannot be prepared, and an executor of another Spark than the driver's, is said by the driver;
 * the tasks that meet it fail.
 */
public final class ExecutorSetup implements SparkPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSetup.class);
  private static final String DRIVERS_SPARK = "spark";

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of(DRIVERS_SPARK, spark.version());
      }

      @Override
      public Object receive(Object problem) {
        LOG.warn("{}", problem);
        return null;
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> driver) {
        otherSpark(driver.get(DRIVERS_SPARK), package$.MODULE$.SPARK_VERSION())
            .ifPresent(problem -> say(context, problem));
        try {
          NativeCache.settle(Prerequisites.user());
        } catch (BadInputException e) {
          say(context, e.getMessage());
        } catch (RuntimeException e) { // thrown at Spark, it would end every executor
          say(context, "the folder for native libraries is as JavaCPP chooses it: " + e);
        }
      }
    };
  }

  /** Objects of Spark's own travel between the two, and some have changed in every version. */
  static Optional<String> otherSpark(String driver, String executor) {
    return executor.equals(driver)
        ? Optional.empty()
        : Optional.of(
            "its Spark is %s and the driver's %s; use one version for both (spark-submit of the cluster's)"
                .formatted(executor, driver));
  }

  /** An executor goes on without being heard; its context has no host's name. */
  private static void say(PluginContext context, String problem) {
    String line = "executor %s: %s".formatted(context.executorID(), problem);
    try {
      context.send(line);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}", line, e);
    }
  }
}
