// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.training.replica.Replica;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CheckpointSizeTest {
  @Test
  void theParametersAreCountedWithoutANetwork() {
    try (Replica replica = CheckpointSamples.replica()) {
      assertThat(CheckpointSize.parameters(replica.graph().getConfiguration()))
          .isEqualTo(replica.parameters().length);
    }
  }

  /**
   * The sample keeps an averaged updater state, no outer momentum, and that many ends of epochs.
   */
  @Test
  void noCheckpointIsMuchLargerThanItsVectors() throws IOException {
    try (Replica replica = CheckpointSamples.replica()) {
      Checkpoint checkpoint = CheckpointSamples.checkpoint(replica, 3, 0.5);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      CheckpointFile.write(checkpoint, replica, file);
      int last = checkpoint.state().averages().lastEpochs().size();
      int states = checkpoint.state().updaterStates().size();
      long parameters = checkpoint.state().parameters().length;

      assertThat(new CheckpointSize(parameters, states, last, true).bytes())
          .isEqualTo(parameters * (4 * (2 + states + last) + 16));
      assertThat((long) file.size())
          .isLessThan(new CheckpointSize(parameters, states, last, true).bytes() + 20_000);
    }
  }

  @Test
  void moreThanIsReadIsRefused() {
    assertThatCode(new CheckpointSize(53_000_000, 1, 3, true)::requireReadable)
        .doesNotThrowAnyException();
    assertThatThrownBy(new CheckpointSize(53_000_000, 1, 4, true)::requireReadable)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("53,000,000 parameters", "2,332,000,000 bytes", "lastEpochs (4)");
  }
}
