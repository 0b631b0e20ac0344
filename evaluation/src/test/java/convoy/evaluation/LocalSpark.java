// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The one {@code local[2]} context that this module's tests share. */
public final class LocalSpark {
  private static final JavaSparkContext CONTEXT =
      new JavaSparkContext(
          new SparkConf()
              .setMaster("local[2]")
              .setAppName("tests")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1"));

  private LocalSpark() {}

  public static JavaSparkContext context() {
    return CONTEXT;
  }
}
