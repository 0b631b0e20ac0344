// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** Hears how far a Spark job is that passes over examples, once or several times. */
@FunctionalInterface
public interface JobProgress {
  /**
   * A pass begins; the one before it is over.
   *
   * @param pass its name, for example {@code read}
   * @param examples that it passes over; 0 where their number is not known yet
   * @return counts them; those of a task that is repeated count again
   */
  LongAccumulator begin(String pass, long examples);

  /** Nobody listens. */
  static JobProgress none(SparkContext spark) {
    return (pass, examples) -> spark.longAccumulator();
  }
}
