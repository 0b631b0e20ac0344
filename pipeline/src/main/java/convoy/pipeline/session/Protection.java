// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Whether Spark's processes know each other by a secret, and whether others can read along; both in
 * words for people.
 */
record Protection(String authentication, String encryption) {
  private static final String NOT_NEEDED = "not needed: Spark is within this process";

  static Protection of(JavaSparkContext spark) {
    return spark.isLocal() ? new Protection(NOT_NEEDED, NOT_NEEDED) : of(spark.getConf());
  }

  /** Of a cluster's settings. */
  static Protection of(SparkConf conf) {
    boolean secret = conf.getBoolean("spark.authenticate", false);
    boolean messages =
        secret
            && (conf.getBoolean("spark.network.crypto.enabled", false)
                || conf.getBoolean("spark.authenticate.enableSaslEncryption", false));
    boolean disks = conf.getBoolean("spark.io.encryption.enabled", false);
    return new Protection(
        secret
            ? "on (spark.authenticate)"
            : "OFF: whoever reaches the cluster's ports runs code on it (spark.authenticate)",
        "messages %s, executors' disks %s"
            .formatted(
                messages ? "on" : "off (spark.network.crypto.enabled)",
                disks ? "on" : "off (spark.io.encryption.enabled)"));
  }
}
