// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A peer that measures nothing but says at once what PyTorch would, or fails on a wrong size. */
public final class FakePeer {
  /** What it always finds. */
  public static final double IMAGES_PER_SECOND = 12.5;

  private FakePeer() {}

  /** A jar that runs it, with nothing in it but where its class is. */
  public static Path jar(Path folder) throws IOException, URISyntaxException {
    URL classes = FakePeer.class.getProtectionDomain().getCodeSource().getLocation();
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, FakePeer.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, classes.toURI().toString());
    Path jar = folder.resolve("fake-peer.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }

  /** As PyTorch's: hidden units, batch, threads, seconds, parameters; 0 parameters are wrong. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("arguments: " + String.join(" ", arguments));
    out.println("OMP_NUM_THREADS: " + System.getenv("OMP_NUM_THREADS"));
    if (List.of(arguments).get(4).equals("0")) {
      throw new IllegalStateException("another network");
    }
    out.println("images per second: " + IMAGES_PER_SECOND);
    out.println("images per second: 99");
  }
}
