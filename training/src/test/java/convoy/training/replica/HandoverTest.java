// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.training.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoverTest {
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

  private static byte[] bytes(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Handover<?> read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Handover<?>) in.readObject();
    }
  }

  private static Handover<?> sent(Handover<?> handover) throws IOException, ClassNotFoundException {
    return read(bytes(handover));
  }

  @Test
  void inLocalModeItIsTheSame() throws Exception {
    long round = Handover.openRound();
    long other = Handover.openRound();
    Handover<RoundResult> handover = new Handover<>(round, 1, RESULT);

    assertThat(sent(handover)).isSameAs(handover);
    assertThat(sent(new Handover<>(other, 1, RESULT))).isNotSameAs(handover);
    assertThat(sent(new Handover<>(round, 2, RESULT))).isNotSameAs(handover);

    Handover.closeRound(round);
    Handover.closeRound(other);
  }

  @Test
  void aTicketOfARoundThatIsOverIsWorthNothing() throws Exception {
    long round = Handover.openRound();
    long other = Handover.openRound();
    byte[] ticket = bytes(new Handover<>(round, 1, RESULT));
    byte[] otherTicket = bytes(new Handover<>(other, 1, RESULT));

    Handover.closeRound(round);

    assertThatThrownBy(() -> read(ticket)).hasMessage("round %s is over".formatted(round));
    assertThat(read(otherTicket).value()).isSameAs(RESULT);
    Handover.closeRound(other);
  }

  @Test
  void whatComesTooLateIsNotKept() throws Exception {
    long round = Handover.openRound();
    Handover.closeRound(round);

    assertThat(sent(new Handover<>(round, 1, RESULT)).value()).isNotSameAs(RESULT);
  }

  @Test
  void betweenProcessesItIsACopy() throws Exception {
    SparkEnv.set(null);
    long round = Handover.openRound();

    Handover<?> copy = sent(new Handover<>(round, 1, RESULT));

    assertThat(copy.value()).isNotSameAs(RESULT);
    RoundResult result = (RoundResult) copy.value();
    assertThat(result.parameters()).containsExactly(1, 2);
    assertThat(result.updaterState()).containsExactly(3);
    assertThat(copy.worker()).isEqualTo(1);
  }
}
