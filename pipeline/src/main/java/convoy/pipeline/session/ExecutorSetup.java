// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares every executor before its first task: the private folder for native libraries. What
 * cannot be prepared is said by the driver; the tasks that need it fail.
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
        try {
          NativeCache.settle(Prerequisites.user());
        } catch (BadInputException e) {
          say(context, e.getMessage());
        }
      }
    };
  }

  private static void say(PluginContext context, String problem) {
    try {
      context.send(
          "executor %s on %s: %s".formatted(context.executorID(), context.hostname(), problem));
    } catch (IOException e) {
      LOG.warn("{}", problem, e);
    }
  }
}
