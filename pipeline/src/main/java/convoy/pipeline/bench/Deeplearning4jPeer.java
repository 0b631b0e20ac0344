// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.shard.ImageBlock;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j as it comes: its own fit of one network with the threads it takes by itself, and
 * without the oneDNN helpers, which are off unless a property says otherwise. Classes of
 * Deeplearning4j read that property once, so this runs in a process of its own.
 */
final class Deeplearning4jPeer {
  private static final String HELPERS_OFF = "org.eclipse.deeplearning4j.helpers.disable";
  private static final String NATIVE_BUILD = "org.bytedeco.javacpp.platform.extension";
  private static final int WARM_UP = 2;

  private Deeplearning4jPeer() {}

  /**
   * Measures in a new process, on the native library that this process has: the application ships
   * no other.
   *
   * @return images a second
   * @throws IOException if the process fails; the message has the last that it wrote
   */
  static double measure(int hidden, int batch, int seconds) throws IOException {
    return PeerProcess.imagesPerSecond(
        "Deeplearning4j as it comes",
        "leave it out with --peer-seconds 0",
        List.of(
            "-Xmx1g",
            "-Djava.awt.headless=true",
            "-D" + HELPERS_OFF + "=true",
            "-D" + NATIVE_BUILD + "=" + System.getProperty(NATIVE_BUILD, ""),
            "-Dlog4j2.configurationFile=classpath:convoy-log4j2.properties",
            "-cp",
            classPath(),
            Deeplearning4jPeer.class.getName(),
            String.valueOf(hidden),
            String.valueOf(batch),
            String.valueOf(seconds)));
  }

  /** With the application first, which spark-submit keeps off Java's own class path. */
  private static String classPath() {
    try {
      Path application =
          Path.of(
              Deeplearning4jPeer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return application
          + System.getProperty("path.separator")
          + System.getProperty("java.class.path");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the application does not know where it is", e);
    }
  }

  /** The process: units of the hidden layer, images in a minibatch, seconds to train. */
  public static void main(String[] arguments) {
    int hidden = Integer.parseInt(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    ComputationGraph graph = new ComputationGraph(BenchNetwork.configuration(hidden, 1));
    graph.init();
    graph.setCacheMode(CacheMode.NONE);
    ImageBlock block = BenchNetwork.noise(0, batch);
    INDArray[] images = {images(block)};
    INDArray[] labels = {labels(block)};
    for (int step = 0; step < WARM_UP; step++) {
      graph.fit(images, labels);
    }
    long begin = System.nanoTime();
    long count = 0;
    double elapsed = 0;
    while (elapsed < seconds) {
      graph.fit(images, labels);
      count += batch;
      elapsed = (System.nanoTime() - begin) / 1e9;
    }
    new PrintStream(System.out, true, StandardCharsets.UTF_8)
        .println(PeerProcess.RESULT + count / elapsed);
  }

  private static INDArray images(ImageBlock block) {
    int size = BenchNetwork.INPUT.size();
    float[] pixels = new float[block.count() * size];
    for (int i = 0; i < block.count(); i++) {
      block.copyImage(i, pixels, i * size);
    }
    BenchNetwork.preprocessor().apply(pixels, block.count());
    return Nd4j.create(
        pixels,
        new long[] {
          block.count(),
          BenchNetwork.INPUT.channels(),
          BenchNetwork.INPUT.height(),
          BenchNetwork.INPUT.width()
        },
        'c');
  }

  private static INDArray labels(ImageBlock block) {
    float[] oneHot = new float[block.count() * BenchNetwork.CLASSES];
    for (int i = 0; i < block.count(); i++) {
      oneHot[i * BenchNetwork.CLASSES + block.label(i)] = 1;
    }
    return Nd4j.create(oneHot, new long[] {block.count(), BenchNetwork.CLASSES}, 'c');
  }
}
