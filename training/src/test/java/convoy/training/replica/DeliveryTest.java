// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final RoundResult RESULT =
      new RoundResult(
          new float[] {1, 2}, new float[] {3}, 4, 5, LossSum.ZERO, List.of(), 0.5, 0.25);

  private static final SparkEnv SPARK = spark();

  private static SparkEnv spark() {
    LocalSpark.context();
    return SparkEnv.get();
  }

  @AfterEach
  void sparkAsItWas() {
    SparkEnv.set(SPARK);
  }

  private static Object sent(Delivery delivery) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(delivery);
    }
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void inTheDriversProcessItIsTheSameUntilTheRoundIsForgotten() throws Exception {
    Delivery delivery = new Delivery(7, 1, RESULT);

    assertThat(sent(delivery)).isSameAs(delivery);
    assertThat(sent(new Delivery(8, 1, RESULT))).isNotSameAs(delivery);

    Delivery.forget(8);
    assertThat(sent(delivery)).isSameAs(delivery);
    Delivery.forget(7);
  }

  @Test
  void fromAnotherProcessItIsACopy() throws Exception {
    SparkEnv.set(null);

    Delivery copy = (Delivery) sent(new Delivery(9, 1, RESULT));

    assertThat(copy.result()).isNotSameAs(RESULT);
    assertThat(copy.result().parameters()).containsExactly(1, 2);
    assertThat(copy.result().updaterState()).containsExactly(3);
    assertThat(copy.worker()).isEqualTo(1);
  }
}
