// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ProtectionTest {
  @Test
  void aClusterWithoutASecretIsOpenToEveryone() {
    Protection open = Protection.of(new SparkConf(false));

    assertThat(open.authentication()).startsWith("OFF").contains("spark.authenticate");
    assertThat(open.encryption())
        .isEqualTo(
            "messages off (spark.network.crypto.enabled), executors' disks off"
                + " (spark.io.encryption.enabled)");
  }

  @Test
  void messagesAreEncryptedOnlyWithASecret() {
    SparkConf conf = new SparkConf(false).set("spark.network.crypto.enabled", "true");
    assertThat(Protection.of(conf).encryption()).startsWith("messages off");

    conf.set("spark.authenticate", "true").set("spark.io.encryption.enabled", "true");
    assertThat(Protection.of(conf).authentication()).isEqualTo("on (spark.authenticate)");
    assertThat(Protection.of(conf).encryption()).isEqualTo("messages on, executors' disks on");
  }
}
