// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.neighbours.Vectors;
import convoy.preprocessing.Split;
import org.apache.spark.api.java.JavaRDD;

/** What nearest neighbours compare: something that is made of the examples of shards. */
interface ComparedExamples extends AutoCloseable {
  /** Those of a split, in its order. */
  JavaRDD<Vectors> of(Split split);

  /** What they are, for people, for example {@code pixels}. */
  String name();

  /** Whether what makes them has learnt the labels of the training split. */
  default boolean learnt() {
    return false;
  }

  /** Lets the executors forget what they keep of them. */
  @Override
  default void close() {}
}
