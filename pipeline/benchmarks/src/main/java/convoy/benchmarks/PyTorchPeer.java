// SPDX-License-Identifier: Apache-2.0
package convoy.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program that {@code convoy bench train --pytorch} starts. */
public final class PyTorchPeer {
  /** oneDNN chooses its kernels in the first step. */
  private static final int WARM_UP = 5;

  private PyTorchPeer() {}

  /**
   * Trains for a time and says how fast it was.
   *
   * @param arguments units of the dense layer, images in a minibatch, threads, seconds, and how
   *     many parameters the network must have
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments.length != 5) {
      out.println("usage: HIDDEN BATCH THREADS SECONDS PARAMETERS");
      System.exit(2);
    }
    int hidden = Integer.parseInt(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    PyTorchTraining.prepare(Integer.parseInt(arguments[2]));
    double seconds = Double.parseDouble(arguments[3]);
    long parameters = Long.parseLong(arguments[4]);
    try (PyTorchTraining training = new PyTorchTraining(hidden, batch)) {
      if (training.parameters() != parameters) {
        throw new IllegalStateException(
            "PyTorch's network has %s parameters, Convoy's %s"
                .formatted(training.parameters(), parameters));
      }
      out.println("images per second: " + imagesPerSecond(training, batch, seconds));
    }
  }

  private static double imagesPerSecond(PyTorchTraining training, int batch, double seconds) {
    for (int step = 0; step < WARM_UP; step++) {
      training.step();
    }
    long begin = System.nanoTime();
    long count = 0;
    double elapsed = 0;
    while (elapsed < seconds) {
      training.step();
      count += batch;
      elapsed = (System.nanoTime() - begin) / 1e9;
    }
    return count / elapsed;
  }
}
