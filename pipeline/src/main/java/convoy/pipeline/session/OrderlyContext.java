// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.job.AwaitedJob;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark context that is closed after its last task has ended, also where a command was stopped: a
 * task within native code would else run into the end of the process.
 */
final class OrderlyContext extends JavaSparkContext {
  OrderlyContext(SparkConf conf) {
    super(conf);
  }

  @Override
  public void close() {
    AwaitedJob.endAll(this);
    Thread.interrupted(); // Spark leaves half of itself behind in a thread that is interrupted
    super.close();
  }
}
