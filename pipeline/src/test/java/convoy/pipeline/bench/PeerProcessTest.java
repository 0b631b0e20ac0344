// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerProcessTest {
  @TempDir Path temporary;

  @Test
  void theFirstNumberThatThePeerSaysIsTaken() throws IOException, URISyntaxException {
    assertThat(peer().imagesPerSecond(256, 64, 2, 1_116_970)).isEqualTo(FakePeer.IMAGES_PER_SECOND);
  }

  @Test
  void whatAPeerWithoutANumberWroteIsInOneLineWithoutFrames()
      throws IOException, URISyntaxException {
    PyTorchPeer peer = peer();

    assertThatIOException()
        .isThrownBy(() -> peer.imagesPerSecond(256, 64, 2, 0))
        .withMessageContaining("PyTorch in a process of its own measured nothing")
        .withMessageContaining("without --pytorch")
        .withMessageContaining("arguments: 256 64 2 3 0 | OMP_NUM_THREADS: null | ")
        .withMessageEndingWith("another network");
  }

  @Test
  void speedAndRatioAreMediansEachOfItsOwn() {
    assertThat(
            PeerSpeed.of(
                List.of(
                    new PeerSpeed.Pair(10, 5),
                    new PeerSpeed.Pair(90, 10),
                    new PeerSpeed.Pair(60, 20))))
        .isEqualTo(new PeerSpeed(10, 3));
    assertThat(PeerSpeed.of(List.of())).isEqualTo(new PeerSpeed(Double.NaN, Double.NaN));
  }

  private PyTorchPeer peer() throws IOException, URISyntaxException {
    return new PyTorchPeer(FakePeer.jar(temporary), 3);
  }
}
