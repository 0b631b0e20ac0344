// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InvalidClassException;
import org.junit.jupiter.api.Test;

class ConvoyCommandTest {
  @Test
  void onlyAClassOfSparksThatDiffersIsTheFaultOfTheCluster() {
    var sparks = new InvalidClassException("org.apache.spark.scheduler.Task", "incompatible");
    var own = new InvalidClassException("convoy.training.replica.RoundStart", "incompatible");

    assertThat(ConvoyCommand.otherSpark(new IllegalStateException("aborted: " + sparks)))
        .isPresent();
    assertThat(ConvoyCommand.otherSpark(new IllegalStateException(sparks)).orElseThrow())
        .hasMessageContainingAll("another version than the driver's 3.5.", "spark-submit");
    assertThat(ConvoyCommand.otherSpark(own)).isEmpty();
  }
}
